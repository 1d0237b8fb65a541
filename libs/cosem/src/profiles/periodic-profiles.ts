import type { CaptureObject } from '#dlms';

import { clockColumn, column, data } from './builders.js';
import { mbusValueObisDsmr } from './mbus-objects.js';
import { profileGeneric } from './profile-generic.js';
import type { CosemObject } from './profile.js';

const quarterHour = 900;
const day = 86_400;

const statusInterval = column(1, '0.0.96.10.2.255');
const statusDaily = column(1, '0.0.96.10.4.255');
const statusMonthly = column(1, '0.0.96.10.6.255');

const totals = [column(3, '1.0.1.8.0.255'), column(3, '1.0.2.8.0.255')];
const tariffs = ['1.0.1.8.1.255', '1.0.1.8.2.255', '1.0.2.8.1.255', '1.0.2.8.2.255'].map((obis) => column(3, obis));

const interval = profileGeneric('INTERVAL_VALUES_E', '1.0.99.1.0.255', {
  captureObjects: [clockColumn, statusInterval, ...totals],
  capturePeriod: quarterHour,
  entries: 960,
});

/** DSMR meters keep the four M-Bus channels in the same rows as their own registers; version 2.2 without capture times. */
function mbusColumns(attributes: readonly number[]): CaptureObject[] {
  return [1, 2, 3, 4].flatMap((channel) => attributes.map((attribute) => column(4, mbusValueObisDsmr(channel), attribute)));
}

/** Daily and monthly rows combined with M-Bus values; the monthly ones carry no status. */
function combined(mbus: readonly CaptureObject[]): readonly CosemObject[] {
  return [
    data('AMR_PROFILE_STATUS', '0.0.96.10.2.255', 'unsigned'),
    interval,
    profileGeneric('DAILY_VALUES_E', '1.0.99.2.0.255', {
      captureObjects: [clockColumn, statusInterval, ...tariffs, ...mbus],
      capturePeriod: day,
      entries: 40,
    }),
    profileGeneric('MONTHLY_VALUES_E', '0.0.98.1.0.255', { captureObjects: [clockColumn, ...tariffs, ...mbus], capturePeriod: 0, entries: 13 }),
  ];
}

export const periodicProfilesDsmr22 = combined(mbusColumns([2]));

/** Also those of SMR 4.3. */
export const periodicProfilesDsmr4 = combined(mbusColumns([2, 5]));

/** A profile and a status object of its own per period. */
export const periodicProfilesSmr5: readonly CosemObject[] = [
  data('AMR_PROFILE_STATUS', '0.0.96.10.2.255', 'unsigned'),
  data('AMR_PROFILE_STATUS_DAILY_E', '0.0.96.10.4.255', 'unsigned'),
  data('AMR_PROFILE_STATUS_MONTHLY_E', '0.0.96.10.6.255', 'unsigned'),
  interval,
  profileGeneric('DAILY_VALUES_E', '1.0.99.2.0.255', { captureObjects: [clockColumn, statusDaily, ...tariffs], capturePeriod: day, entries: 40 }),
  profileGeneric('MONTHLY_VALUES_E', '1.0.98.1.0.255', { captureObjects: [clockColumn, statusMonthly, ...tariffs], capturePeriod: 0, entries: 13 }),
];
