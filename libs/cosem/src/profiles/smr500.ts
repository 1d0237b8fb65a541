import { attribute, data } from './builders.js';
import { energyRegisters } from './energy-registers.js';
import { eventLogsDsmr4, eventLogsSmr50 } from './event-logs.js';
import { associationLn, commonObjects, sinceDsmr4 } from './general-objects.js';
import { mbusObjectsSmr50 } from './mbus-objects.js';
import { periodicProfilesSmr5 } from './periodic-profiles.js';
import { powerQualitySmr50 } from './power-quality-values.js';
import { byTag, type CosemObject } from './profile.js';

function gsmDiagnostic(tag: string, obis: string): CosemObject {
  return {
    tag,
    classId: 47,
    version: 0,
    obis,
    attributes: [
      attribute(2, 'operator', 'visible-string'),
      attribute(3, 'status', 'enum'),
      attribute(4, 'cs_attachment', 'enum'),
      attribute(5, 'ps_status', 'enum'),
      attribute(6, 'cell_info', 'structure'),
      attribute(7, 'adjacent_cells', 'array'),
      attribute(8, 'capture_time', 'date-time'),
    ],
  };
}

/** Objects of SMR 5.0.0, the ancestor of the later 5.x profiles. */
export const smr500Objects: ReadonlyMap<string, CosemObject> = byTag([
  associationLn(3),
  ...commonObjects,
  ...sinceDsmr4,
  data('CONFIGURATION_OBJECT', '0.1.94.31.3.255', 'bit-string', 'RW'),
  data('MBUS_DRIVER_ACTIVE_FIRMWARE_IDENTIFIER', '1.4.0.2.0.255', 'octet-string'),
  data('MBUS_DRIVER_ACTIVE_FIRMWARE_SIGNATURE', '1.4.0.2.8.255', 'octet-string'),
  gsmDiagnostic('GPRS_DIAGNOSTIC', '0.0.25.6.0.255'),
  gsmDiagnostic('CDMA_DIAGNOSTIC', '0.1.25.6.0.255'),
  ...energyRegisters,
  ...periodicProfilesSmr5,
  ...eventLogsDsmr4,
  ...eventLogsSmr50,
  ...mbusObjectsSmr50,
  ...powerQualitySmr50,
]);
