import { ACTION_RESULT, d } from '#dlms';

import { raiseEvent } from '../events/alarms.js';
import { eventCode } from '../events/event-codes.js';
import { imageBlockSize, imageStatus, type ImageTiming } from '../image/image-transfer.js';
import type { MeterState } from '../meter-state.js';
import { keep, type ObjectBehaviour } from './object-behaviour.js';
import { elementsOf, hasShape, numberOf, octetsOf } from './shapes.js';

/** Chances are drawn out of this many. */
const lots = 1_000_000;

/** Interface class 18: takes an image in blocks, some of which get lost, verifies and activates it after a while. */
export const imageTransferBehaviour: ObjectBehaviour = {
  read({ image }, _, attribute) {
    switch (attribute) {
      case 2:
        return d.u32(imageBlockSize);
      case 3:
        return d.bits(image.blocksStatus);
      case 4:
        return d.u32(image.firstMissing);
      case 6:
        return d.enumeration(image.status);
      case 7:
        return image.status < imageStatus.verificationSuccessful
          ? d.array()
          : d.array(d.structure(d.u32(image.size), d.octets(image.identifier), d.octets(new Uint8Array())));
      default:
        return undefined;
    }
  },
  methods: {
    1(meter, object, parameter) {
      if (parameter === undefined || !hasShape(parameter, { structure: ['octet-string', 'double-long-unsigned'] }))
        return ACTION_RESULT['type-unmatched'];
      const enabled = meter.valueOfTag(object.tag, 5);
      if (enabled?.type === 'boolean' && !enabled.value) return ACTION_RESULT['other-reason'];
      const [identifier, size] = elementsOf(parameter);
      return meter.image.initiate(octetsOf(identifier) ?? new Uint8Array(), numberOf(size) ?? 0);
    },
    2(meter, _, parameter) {
      if (parameter === undefined || !hasShape(parameter, { structure: ['double-long-unsigned', 'octet-string'] }))
        return ACTION_RESULT['type-unmatched'];
      const [number, block] = elementsOf(parameter);
      return meter.image.take(numberOf(number) ?? 0, octetsOf(block)?.length ?? 0, (attempt) => lost(meter, attempt));
    },
    3: (meter) => meter.image.verify(timing(meter)),
    4: (meter) => meter.image.activate(timing(meter), () => activated(meter)),
  },
};

function lost(meter: MeterState, attempt: number): boolean {
  return meter.chance(`image-block-${attempt}`, lots) < meter.settings.imageBlockLoss * lots;
}

function timing(meter: MeterState): ImageTiming {
  return {
    later: (act) => {
      meter.pending.plan('image-transfer', meter.clock.now() + meter.settings.imageDelayMs, () => {
        act();
        if (meter.image.status === imageStatus.verificationSuccessful) raiseEvent(meter, eventCode.firmwareReady);
      });
    },
  };
}

/** The new firmware calls itself as the image was called. */
function activated(meter: MeterState): void {
  raiseEvent(meter, eventCode.firmwareActivated);
  const firmware = meter.image.forMbus ? undefined : meter.objectOfTag('ACTIVE_FIRMWARE_IDENTIFIER');
  if (firmware !== undefined) keep(meter, firmware, 2, d.octets(meter.image.identifier));
}
