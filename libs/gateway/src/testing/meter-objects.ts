import { d, type Data } from '#dlms';
import type { SessionAction } from '../session-request.js';
import { stamp } from './fixtures.js';
import type { Script } from './scripted-access.js';

const NOON = Date.parse('2026-11-23T12:00:00Z');
export const INTERVAL_ROWS = 96;

const intervalRow = (index: number): Data =>
  d.structure(stamp(new Date(NOON - (INTERVAL_ROWS - index) * 900_000).toISOString()), d.u8(0), d.u32(index), d.u32(2 * index));

/** What a small SMR 5.1 meter holds: clock, registers, a day of quarter hours, a standard log; no fraud log. */
export const meterObjects: Script = {
  '8/0.0.1.0.0.255/2': stamp('2026-11-23T12:00:00Z'),
  '3/1.0.1.8.0.255/2': d.u32(10_001),
  '3/1.0.1.8.1.255/2': d.u32(10_002),
  '3/1.0.1.8.2.255/2': d.u32(10_003),
  '3/1.0.2.8.0.255/2': d.u32(20_001),
  '3/1.0.2.8.1.255/2': d.u32(20_002),
  '3/1.0.2.8.2.255/2': d.u32(20_003),
  '7/1.0.99.1.0.255/2': d.array(...Array.from({ length: INTERVAL_ROWS }, (_, index) => intervalRow(index))),
  '7/0.0.99.98.0.255/2': d.array(d.structure(stamp('2026-11-23T08:00:00Z'), d.u8(1))),
  '7/0.0.99.98.1.255/2': 250,
};

const period = { from: '2026-11-22T00:00:00Z', until: '2026-11-24T00:00:00Z' };

export const actual = (index = 0): SessionAction => ({ index, operation: 'GetActualMeterReads', data: null });
export const synchronize = (index = 0): SessionAction => ({ index, operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } });
export const interval = (index = 0): SessionAction => ({
  index,
  operation: 'GetPeriodicMeterReads',
  data: { periodType: 'INTERVAL', beginDate: period.from, endDate: period.until },
});
export const standardLog = (index = 0): SessionAction => ({
  index,
  operation: 'FindEvents',
  data: { queries: [{ eventLogCategory: 'STANDARD_EVENT_LOG', ...period }] },
});
export const fraudLog = (index = 0): SessionAction => ({
  index,
  operation: 'FindEvents',
  data: { queries: [{ eventLogCategory: 'FRAUD_DETECTION_LOG', ...period }] },
});
/** A log that the SMR 5.1 profile does not have. */
export const thdLog = (index = 0): SessionAction => ({
  index,
  operation: 'FindEvents',
  data: { queries: [{ eventLogCategory: 'POWER_QUALITY_THD_EVENT_LOG', ...period }] },
});
