import { isInstalled } from '../meter/behaviour/mbus-client.js';
import { numberOf } from '../meter/behaviour/shapes.js';
import type { MbusChannel } from '../meter/mbus/mbus-channels.js';
import { manufacturerLetters, type MbusDevice, type MbusKeys } from '../meter/mbus/mbus-device.js';
import type { Meter } from '../meter/meter.js';

/** The four M-Bus channels: what hangs there, whether the meter knows it, and the keys that the device holds now. */
export function channelsToJson(meter: Meter): unknown[] {
  return [1, 2, 3, 4].map((channel) => {
    const at = meter.channels.at(channel);
    const encryptionKeyStatus = numberOf(meter.valueOfTag(`MBUS_CLIENT_SETUP_CHANNEL_${channel}`, 14)) ?? null;
    if (at.device === undefined) return { channel, device: null, installed: false, encryptionKeyStatus };
    return { channel, device: deviceToJson(at, at.device), installed: isInstalled(meter, channel), encryptionKeyStatus };
  });
}

function deviceToJson({ keys }: MbusChannel, device: MbusDevice): unknown {
  const { deviceIdentification, kind, primaryAddress, version, deviceType } = device;
  return {
    deviceIdentification,
    kind,
    primaryAddress,
    identificationNumber: identificationText(device),
    manufacturer: manufacturerLetters(device.manufacturer),
    version,
    deviceType,
    keys: mbusKeysToJson(keys),
  };
}

/** Always 8 digits. */
export function identificationText({ identificationNumber }: MbusDevice): string {
  return String(identificationNumber).padStart(8, '0');
}

export function mbusKeysToJson(keys: MbusKeys): Record<keyof MbusKeys, string> {
  const hex = (name: keyof MbusKeys): string => keys[name].toString('hex');
  return {
    defaultKey: hex('defaultKey'),
    userKey: hex('userKey'),
    firmwareUpdateAuthenticationKey: hex('firmwareUpdateAuthenticationKey'),
    opticalPortKey: hex('opticalPortKey'),
  };
}
