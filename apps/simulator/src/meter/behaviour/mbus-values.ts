import type { CosemObject } from '#cosem';
import { d, type Data } from '#dlms';

import { stamp } from '../history.js';
import { mbusValue } from '../mbus/mbus-value.js';
import type { MeterState } from '../meter-state.js';
import { isInstalled } from './mbus-client.js';
import { keep, type ObjectBehaviour } from './object-behaviour.js';
import { numberOf } from './shapes.js';

const hour = 3_600_000;
const fiveMinutes = 300_000;

/** Interface class 4, M-Bus values: the newest value of the device on the channel, and when it was captured. */
export const mbusValueBehaviour: ObjectBehaviour = {
  read(meter, object, attribute) {
    const { channel = 0, tag } = object;
    const fine = tag.startsWith('MBUS_MASTER_VALUE_5MIN');
    if ((!fine && !tag.startsWith('MBUS_MASTER_VALUE')) || !isInstalled(meter, channel)) return undefined;
    const captured = Math.floor(meter.clock.now() / (fine ? fiveMinutes : hour)) * (fine ? fiveMinutes : hour);
    if (attribute === 5) return stamp(captured, meter.zone);
    return attribute === 2 ? d.u32(mbusValue(channel, captured)) : undefined;
  },
};

/** Interface class 1 `CLEAR_MBUS_STATUS`: the bits written are taken out of the channel's status. */
export const clearMbusStatusBehaviour: ObjectBehaviour = {
  write(meter, object, _, data) {
    const status = meter.objectOfTag(`READ_MBUS_STATUS_CHANNEL_${object.channel}`);
    const mask = numberOf(data);
    if (status === undefined || mask === undefined) return undefined;
    keep(meter, status, 2, d.u32(clear(meter, status, mask)));
    return undefined;
  },
};

function clear(meter: MeterState, { tag }: CosemObject, mask: number): number {
  const value: Data | undefined = meter.valueOfTag(tag, 2);
  return ((numberOf(value) ?? 0) & ~mask) >>> 0;
}
