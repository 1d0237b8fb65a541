import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { ADMINISTRATIVE_STATUSES, CONFIGURATION_FLAGS, FIRMWARE_MODULE_TYPES, GPRS_OPERATION_MODES } from '#contract';
import { oneOf, optional, Text } from '../shapes.js';

export const AdministrativeStatusRead = eventType('AdministrativeStatusRead', Type.Object({ status: oneOf(ADMINISTRATIVE_STATUSES) }));

/** `flags`: those that the profile knows and that are switched on. `bits`: as the meter gave them, also those without a name. */
export const ConfigurationObjectRead = eventType(
  'ConfigurationObjectRead',
  Type.Object({
    gprsOperationMode: optional(oneOf(GPRS_OPERATION_MODES)),
    flags: Type.Array(oneOf(CONFIGURATION_FLAGS)),
    bits: Text,
  }),
);

export const FirmwareVersionsRead = eventType(
  'FirmwareVersionsRead',
  Type.Object({ versions: Type.Array(Type.Object({ firmwareModuleType: oneOf(FIRMWARE_MODULE_TYPES), version: Text })) }),
);
