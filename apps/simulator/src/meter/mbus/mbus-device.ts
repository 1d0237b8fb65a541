import { derivedKey, type MeterIdentity } from '../identity.js';
import { mbusDeviceTypes, type MbusKind } from './mbus-kinds.js';

/** What hangs on a channel of a meter, from the factory. */
export interface MbusDevice {
  readonly deviceIdentification: string;
  readonly kind: MbusKind;
  readonly channel: number;
  readonly primaryAddress: number;
  /** Up to 8 decimal digits. */
  readonly identificationNumber: number;
  /** Three letters, five bits each, A = 1. */
  readonly manufacturer: number;
  readonly version: number;
  readonly deviceType: number;
}

export interface MbusKeys {
  readonly defaultKey: Buffer;
  readonly userKey: Buffer;
  readonly firmwareUpdateAuthenticationKey: Buffer;
  readonly opticalPortKey: Buffer;
}

/** `LGB`. */
export const mbusManufacturer = 12_514;
const version = 66;
/** Primary address of the device on channel 1; the others follow. */
const firstAddress = 9;
const firstNumber = 12_049_260;
/** Numbers of one channel, for as many meters as a fleet can have. */
const numbersPerChannel = 20_000_000;

export function mbusDevice(meter: number, channel: number, kind: MbusKind): MbusDevice {
  return {
    deviceIdentification: `TESTG${channel}${String(meter + 1).padStart(11, '0')}`,
    kind,
    channel,
    primaryAddress: firstAddress + channel - 1,
    identificationNumber: firstNumber + (channel - 1) * numbersPerChannel + meter,
    manufacturer: mbusManufacturer,
    version,
    deviceType: mbusDeviceTypes[kind],
  };
}

/** The devices on a meter's channels. */
export function mbusDevicesOf({ index, mbus }: MeterIdentity): readonly MbusDevice[] {
  return mbus.flatMap((kind, at) => (kind === undefined ? [] : mbusDevice(index, at + 1, kind)));
}

/** Keys of a device from the factory, a function of the fleet's seed. */
export function mbusFactoryKeys(seed: number, meter: number, channel: number): MbusKeys {
  const key = (name: string): Buffer => derivedKey(seed, meter, `mbus-${channel}-${name}`);
  return { defaultKey: key('default'), userKey: key('user'), firmwareUpdateAuthenticationKey: key('firmware'), opticalPortKey: key('optical') };
}

/** The identification number as client set-up objects hold it: version 0 in packed BCD, version 1 plain. */
export function identificationNumber(setupVersion: number, number: number): number {
  return setupVersion === 0 ? Number.parseInt(String(number), 16) : number;
}

/** The three letters of a manufacturer. */
export function manufacturerLetters(manufacturer: number): string {
  return [10, 5, 0].map((shift) => String.fromCharCode(0x40 + ((manufacturer >>> shift) & 0x1f))).join('');
}
