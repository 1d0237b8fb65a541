import type { CosemObject } from '#cosem';
import { ACTION_RESULT, d, type Data } from '#dlms';

import { raiseEvent } from '../events/alarms.js';
import { keyStatus } from '../mbus/mbus-channels.js';
import { identificationNumber } from '../mbus/mbus-device.js';
import type { MeterState } from '../meter-state.js';
import { keep, type MethodBehaviour, type ObjectBehaviour } from './object-behaviour.js';
import { elementsOf, numberOf, octetsOf } from './shapes.js';

const keySize = 16;
/** Code of a new device on channel 1; ten from channel to channel. */
const newDeviceDiscovered = 105;
/** Auxiliary events of channel 1; 0x100 from channel to channel. */
const keyRejected = 0x8092;
const keySent = 0x80a0;
const keyAcknowledged = 0x80a1;
/** Attribute 13 after a device was taken off. */
const configurationWithoutDevice = 99;

/** Interface class 72: an M-Bus channel. Keys go to the device encrypted under its default key and are in use a while later. */
export const mbusClientBehaviour: ObjectBehaviour = {
  read(meter, object, attribute) {
    if (attribute !== 14) return undefined;
    const status = meter.channels.at(object.channel).keyStatus;
    return status === undefined ? undefined : d.enumeration(status);
  },
  methods: {
    1: install,
    2: deinstall,
    3: succeed,
    4(meter, object) {
      keep(meter, object, 12, d.u8(0));
      return ACTION_RESULT.success;
    },
    5: succeed,
    6: sendData,
    7(meter, object, parameter) {
      const key = octetsOf(parameter);
      if (key?.length !== keySize) return ACTION_RESULT['type-unmatched'];
      meter.channels.at(object.channel).tell(key);
      useLater(meter, object);
      return ACTION_RESULT.success;
    },
    8(meter, object, parameter) {
      const wrapped = octetsOf(parameter);
      if (wrapped === undefined) return ACTION_RESULT['type-unmatched'];
      noteKey(meter, object, meter.channels.at(object.channel).transfer(wrapped));
      return ACTION_RESULT.success;
    },
  },
};

function succeed(): number {
  return ACTION_RESULT.success;
}

/** The device on the channel takes an address: the one given, or its own for 0. */
function install(...[meter, object, parameter]: Parameters<MethodBehaviour>): number {
  const { device } = meter.channels.at(object.channel);
  const address = numberOf(parameter);
  if (address === undefined) return ACTION_RESULT['type-unmatched'];
  if (device === undefined) return ACTION_RESULT['temporary-failure'];
  keep(meter, object, 5, d.u8(address === 0 ? device.primaryAddress : address));
  keep(meter, object, 6, d.u32(identificationNumber(object.version, device.identificationNumber)));
  keep(meter, object, 7, d.u16(device.manufacturer));
  keep(meter, object, 8, d.u8(device.version));
  keep(meter, object, 9, d.u8(device.deviceType));
  raiseEvent(meter, newDeviceDiscovered + 10 * (device.channel - 1));
  return ACTION_RESULT.success;
}

function deinstall(...[meter, object, parameter]: Parameters<MethodBehaviour>): number {
  if (numberOf(parameter) === undefined) return ACTION_RESULT['type-unmatched'];
  meter.pending.drop(pendingName(object));
  meter.channels.at(object.channel).forgetKeys();
  keep(meter, object, 5, d.u8(0));
  if (object.attributes.some(({ id }) => id === 13)) keep(meter, object, 13, d.u16(configurationWithoutDevice));
  if (object.attributes.some(({ id }) => id === 14)) keep(meter, object, 14, d.enumeration(keyStatus.none));
  return ACTION_RESULT.success;
}

/** Data blocks for the device: each holds an encrypted key. */
function sendData(...[meter, object, parameter]: Parameters<MethodBehaviour>): number {
  const blocks = elementsOf(parameter).map((block) => octetsOf(elementsOf(block)[2]));
  if (parameter?.type !== 'array' || blocks.length === 0 || blocks.includes(undefined)) return ACTION_RESULT['type-unmatched'];
  const channel = meter.channels.at(object.channel);
  for (const block of blocks) noteKey(meter, object, block !== undefined && channel.replace(block));
  return ACTION_RESULT.success;
}

function useLater(meter: MeterState, object: CosemObject): void {
  const channel = meter.channels.at(object.channel);
  if (!channel.agreed) return;
  meter.pending.plan(pendingName(object), meter.clock.now() + meter.settings.mbusKeyDelayMs, () => channel.use());
}

function noteKey(meter: MeterState, { channel = 1 }: CosemObject, accepted: boolean): void {
  const offset = 0x100 * (channel - 1);
  raiseEvent(meter, keySent + offset);
  raiseEvent(meter, (accepted ? keyAcknowledged : keyRejected) + offset);
}

function pendingName({ obis }: CosemObject): string {
  return `mbus-key ${obis}`;
}

/** Whether a device sits on the channel and the meter knows it, so that values come in. */
export function isInstalled(meter: MeterState, channel: number): boolean {
  if (meter.channels.at(channel).device === undefined) return false;
  const number: Data | undefined = meter.valueOfTag(`MBUS_CLIENT_SETUP_CHANNEL_${channel}`, 6);
  return (numberOf(number) ?? 0) !== 0;
}
