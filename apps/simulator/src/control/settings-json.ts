import type { MeterSettings } from '../meter/meter-settings.js';
import type { Meter } from '../meter/meter.js';
import { badField, objectBody, oneOf, wholeNumber } from './http-error.js';

const fields = ['keySwitch', 'imageBlockLoss', 'imageDelayMs', 'mbusKeyDelayMs'] as const;
const keySwitches = ['immediate', 'next-association'] as const;
const longest = 86_400_000;

/** Body of `PUT …/settings`: any subset, in force at once. */
export function changeSettings(meter: Meter, body: unknown): MeterSettings {
  const { keySwitch, imageBlockLoss, imageDelayMs, mbusKeyDelayMs } = objectBody(body, fields);
  const { settings } = meter;
  const changes: Partial<MeterSettings> = {
    ...(keySwitch === undefined ? {} : { keySwitch: oneOf(keySwitch, keySwitches, 'keySwitch') }),
    ...(imageBlockLoss === undefined ? {} : { imageBlockLoss: share(imageBlockLoss, 'imageBlockLoss') }),
    ...(imageDelayMs === undefined ? {} : { imageDelayMs: wholeNumber(imageDelayMs, 'imageDelayMs', 0, longest) }),
    ...(mbusKeyDelayMs === undefined ? {} : { mbusKeyDelayMs: wholeNumber(mbusKeyDelayMs, 'mbusKeyDelayMs', 0, longest) }),
  };
  return Object.assign(settings, changes);
}

function share(value: unknown, field: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value < 1)) throw badField(field, 'must be a number from 0 to less than 1');
  return value;
}
