import { METER_OPERATIONS, type MeterOperation, type OperationName } from '../definitions/operations.js';
import { DATA_RULES } from './operation-data/data-rules.js';
import { AddDeviceRequestDto } from './requests/add-device.dto.js';
import { BundleRequestDto } from './requests/bundle.dto.js';
import type { CommandRequestDto } from './requests/command-request.dto.js';
import { requestType, type OperationRequestDto } from './requests/operation-types.js';

/** DTO class of the request body of each operation that is carried out in a session with a meter. */
export const OPERATION_REQUESTS = Object.fromEntries(
  METER_OPERATIONS.map((operation) => [operation, requestType(operation, DATA_RULES[operation])]),
) as Readonly<Record<MeterOperation, new () => OperationRequestDto>>;

/** DTO class of each operation's request body. */
export const REQUEST_TYPES: { readonly [O in OperationName]: new () => CommandRequestDto } = {
  ...OPERATION_REQUESTS,
  AddDevice: AddDeviceRequestDto,
  Bundle: BundleRequestDto,
};
