import { METER_OPERATIONS, REGISTRY_OPERATIONS, type MeterOperation, type OperationName, type RegistryOperation } from '../definitions/operations.js';
import { DATA_RULES } from './operation-data/data-rules.js';
import { AddDeviceRequestDto } from './requests/add-device.dto.js';
import { BundleRequestDto } from './requests/bundle.dto.js';
import type { CommandRequestDto } from './requests/command-request.dto.js';
import { requestType, type OperationRequestDto } from './requests/operation-types.js';

/** DTO class of the request body of each operation whose data has a rule. */
export const OPERATION_REQUESTS = Object.fromEntries(
  [...METER_OPERATIONS, ...REGISTRY_OPERATIONS].map((operation) => [operation, requestType(operation, DATA_RULES[operation])]),
) as Readonly<Record<MeterOperation | RegistryOperation, new () => OperationRequestDto>>;

/** DTO class of each operation's request body. */
export const REQUEST_TYPES: { readonly [O in OperationName]: new () => CommandRequestDto } = {
  ...OPERATION_REQUESTS,
  AddDevice: AddDeviceRequestDto,
  Bundle: BundleRequestDto,
};
