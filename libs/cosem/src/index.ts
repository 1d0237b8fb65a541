/** The COSEM object model of each protocol profile, as data, and the values that its objects carry. */
export * from './values/index.js';
export { alarmRegisterOf, alarmRegistersOf, changeAlarmFilter, decodeAlarms, encodeAlarms, type Alarms } from './alarms/alarm-registers.js';
export { alarmTypes, type AlarmRegister, type AlarmType } from './alarms/alarm-types.js';
export { amrStatusNames, decodeAmrStatus, encodeAmrStatus, type AmrStatus } from './amr-status.js';
export {
  attributeAccessMode,
  decodeObjectList,
  methodAccessMode,
  type AttributeAccess,
  type MethodAccess,
  type ObjectListElement,
} from './association/object-list.js';
export {
  calendarName,
  decodeDays,
  decodeSeasons,
  decodeWeeks,
  encodeDays,
  encodeSeasons,
  encodeWeeks,
  tariffScripts,
  type Day,
  type DayAction,
  type Season,
  type Week,
} from './calendar/activity-calendar.js';
export { decodeExecutionTimes, encodeExecutionTimes, executionTimeOf, type ExecutionTime } from './calendar/execution-times.js';
export { decodeSpecialDays, encodeSpecialDays, type SpecialDay } from './calendar/special-days.js';
export { clockStatusNames, decodeClockStatus, encodeClockStatus, type ClockStatus } from './clock-status.js';
export { configurationFlagNames, type ConfigurationFlag, type ConfigurationLayout } from './configuration/configuration-layout.js';
export {
  decodeConfiguration,
  encodeConfiguration,
  type Configuration,
  type ConfigurationChange,
  type GprsOperationMode,
} from './configuration/configuration-object.js';
export { decodeRandomisationSettings, encodeRandomisationSettings, type RandomisationSettings } from './configuration/randomisation-settings.js';
export { eventCounter, eventDetails, type EventDetail } from './event-log/event-details.js';
export { decodeEventLog, EventLogError, type EventLogRow } from './event-log/event-log-rows.js';
export { decodeFirmwareVersion, decodeSimpleVersionInfo, firmwareModulesOf, type FirmwareModule } from './firmware/firmware-versions.js';
export { decodeAdjacentCells, decodeCellInfo, encodeAdjacentCells, encodeCellInfo, type AdjacentCell, type CellInfo } from './gsm/cells.js';
export { circuitSwitchedStatus, modemRegistration, packetSwitchedStatus } from './gsm/gsm-status.js';
export { signalDbm, signalQuality, type SignalQuality } from './gsm/signal-quality.js';
export { decodeIdentificationNumber, encodeIdentificationNumber, type MbusClientVersion } from './mbus/identification-number.js';
export { decodeManufacturerId, encodeManufacturerId } from './mbus/manufacturer-id.js';
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
export {
  decodeCommunicationWindows,
  decodeObjectDefinitions,
  encodeCommunicationWindows,
  encodeObjectDefinitions,
  type CommunicationWindow,
} from './push/push-objects.js';
export {
  decodeSendDestination,
  encodeSendDestination,
  parseDestination,
  pushMessageType,
  pushTransport,
  type SendDestination,
} from './push/send-destination.js';
export { scale, scaleToKwh, scaleToM3 } from './scaling.js';
export { fromInstant, isInstant, toInstant } from './time/cosem-instant.js';
export { decodeDate, decodeTime, encodeDate, encodeTime, type CosemDate, type CosemTime } from './time/date-and-time.js';
export { formatWithOffset } from './time/format.js';
export { localMidnight, localMonthStart } from './time/local-calendar.js';
export { isDaylightSaving, offsetMinutes } from './time/zone.js';
export { unitNumber, unitOf, unitSymbol, type Unit } from './units.js';
