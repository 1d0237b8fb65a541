/** The COSEM object model of each protocol profile, as data, and the values that its objects carry. */
export { amrStatusNames, decodeAmrStatus, encodeAmrStatus, type AmrStatus } from './amr-status.js';
export { decodeEventLog, EventLogError, type EventLogRow } from './event-log/event-log-rows.js';
export type { CaptureLayout, CosemAttribute, CosemObject, ProtocolProfile, ScalerUnit, ValueType } from './profiles/profile.js';
export { findObject, findProfile, profiles } from './profiles/registry.js';
export { scale, scaleToKwh, scaleToM3 } from './scaling.js';
export { fromInstant, isInstant, toInstant } from './time/cosem-instant.js';
export { formatWithOffset } from './time/format.js';
export { localMidnight, localMonthStart } from './time/local-calendar.js';
export { isDaylightSaving, offsetMinutes } from './time/zone.js';
export { unitNumber, unitOf, type Unit } from './units.js';
