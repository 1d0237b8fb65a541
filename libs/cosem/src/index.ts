/** The COSEM object model of each protocol profile, as data, and the values that its objects carry. */
export { amrStatusNames, decodeAmrStatus, encodeAmrStatus, type AmrStatus } from './amr-status.js';
export { configurationFlagNames, type ConfigurationFlag, type ConfigurationLayout } from './configuration/configuration-layout.js';
export { decodeEventLog, EventLogError, type EventLogRow } from './event-log/event-log-rows.js';
export { lookUpModel, scalerUnitOfModel, type ModelLookupName } from './model-lookup.js';
export { objectsOfMeter } from './profiles/meter-objects.js';
export type {
  CaptureLayout,
  CosemAttribute,
  CosemMethod,
  CosemObject,
  EventColumn,
  PowerQuality,
  PowerQualityRequest,
  ProtocolProfile,
  ScalerUnit,
  ValueType,
} from './profiles/profile.js';
export { findObject, findProfile, profiles } from './profiles/registry.js';
export { scale, scaleToKwh, scaleToM3 } from './scaling.js';
export { fromInstant, isInstant, toInstant } from './time/cosem-instant.js';
export { formatWithOffset } from './time/format.js';
export { localMidnight, localMonthStart } from './time/local-calendar.js';
export { isDaylightSaving, offsetMinutes } from './time/zone.js';
export { unitNumber, unitOf, type Unit } from './units.js';
