import type { CaptureObject } from '#dlms';

import { clockColumn, column, data, profileGeneric } from './builders.js';
import { mbusValueObisDsmr4 } from './mbus-objects.js';
import type { CosemObject } from './profile.js';

const quarterHour = 900;
const day = 86_400;

const statusInterval = column(1, '0.0.96.10.2.255');
const statusDaily = column(1, '0.0.96.10.4.255');
const statusMonthly = column(1, '0.0.96.10.6.255');

const totals = [column(3, '1.0.1.8.0.255'), column(3, '1.0.2.8.0.255')];
const tariffs = ['1.0.1.8.1.255', '1.0.1.8.2.255', '1.0.2.8.1.255', '1.0.2.8.2.255'].map((obis) => column(3, obis));

/** DSMR 4 meters keep the four M-Bus channels in the same rows as their own registers. */
const mbusColumns: CaptureObject[] = [1, 2, 3, 4].flatMap((channel) => [
  column(4, mbusValueObisDsmr4(channel), 2),
  column(4, mbusValueObisDsmr4(channel), 5),
]);

const interval = profileGeneric('INTERVAL_VALUES_E', '1.0.99.1.0.255', [clockColumn, statusInterval, ...totals], quarterHour, 960);

/** Daily and monthly rows combined with M-Bus values; the monthly ones carry no status. */
export const periodicProfilesDsmr4: readonly CosemObject[] = [
  data('AMR_PROFILE_STATUS', '0.0.96.10.2.255', 'unsigned'),
  interval,
  profileGeneric('DAILY_VALUES_E', '1.0.99.2.0.255', [clockColumn, statusInterval, ...tariffs, ...mbusColumns], day, 40),
  profileGeneric('MONTHLY_VALUES_E', '0.0.98.1.0.255', [clockColumn, ...tariffs, ...mbusColumns], 0, 13),
];

/** A profile and a status object of its own per period. */
export const periodicProfilesSmr5: readonly CosemObject[] = [
  data('AMR_PROFILE_STATUS', '0.0.96.10.2.255', 'unsigned'),
  data('AMR_PROFILE_STATUS_DAILY_E', '0.0.96.10.4.255', 'unsigned'),
  data('AMR_PROFILE_STATUS_MONTHLY_E', '0.0.96.10.6.255', 'unsigned'),
  interval,
  profileGeneric('DAILY_VALUES_E', '1.0.99.2.0.255', [clockColumn, statusDaily, ...tariffs], day, 40),
  profileGeneric('MONTHLY_VALUES_E', '1.0.98.1.0.255', [clockColumn, statusMonthly, ...tariffs], 0, 13),
];
