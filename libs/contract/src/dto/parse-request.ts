import type { OperationData } from '../definitions/data.js';
import { OPERATIONS, type OperationName } from '../definitions/operations.js';
import type { CommandOptions } from '../definitions/options.js';
import { DATA_RULES } from './operation-data/data-rules.js';
import { normaliseAddDevice, type GivenSecret } from './normalise/add-device.js';
import { normaliseOptions } from './normalise/options.js';
import { OPERATION_REQUESTS } from './request-types.js';
import { AddDeviceRequestDto } from './requests/add-device.dto.js';
import { BundleRequestDto, normaliseBundle } from './requests/bundle.dto.js';
import type { CommandRequestDto } from './requests/command-request.dto.js';
import { InvalidRequestError, validateBody } from './validate.js';

/** A valid request in the terms of the domain. `secrets` is key material that must go no further than the vault. */
export type ParsedRequest = {
  [O in OperationName]: {
    readonly operation: O;
    readonly deviceIdentification: string;
    readonly data: OperationData[O];
    readonly options: CommandOptions;
    readonly secrets: readonly GivenSecret[];
  };
}[OperationName];

interface Parsed {
  readonly dto: CommandRequestDto;
  readonly data: unknown;
  readonly secrets?: readonly GivenSecret[];
}

function parse(operation: OperationName, body: unknown): Parsed {
  switch (operation) {
    case 'AddDevice':
      return parseAddDevice(body);
    case 'Bundle': {
      const dto = validateBody(BundleRequestDto, body);
      return { dto, data: normaliseBundle(dto.data) };
    }
    default: {
      const dto = validateBody(OPERATION_REQUESTS[operation], body);
      requireNow(operation, dto);
      return { dto, data: DATA_RULES[operation].toData(dto.data) };
    }
  }
}

/** What needs no meter is done where it is accepted: it cannot be put off. */
function requireNow(operation: OperationName, { options }: CommandRequestDto): void {
  if (OPERATIONS[operation].needsMeter || options?.scheduleTime === undefined || options.scheduleTime === null) return;
  throw new InvalidRequestError([{ field: 'options.scheduleTime', message: `cannot be given: ${operation} is carried out where it is accepted` }]);
}

function parseAddDevice(body: unknown): Parsed {
  const dto = validateBody(AddDeviceRequestDto, body);
  const inner = dto.data.device.deviceIdentification;
  if (typeof inner === 'string' && inner !== dto.deviceIdentification)
    throw new InvalidRequestError([{ field: 'data.device.deviceIdentification', message: 'must be the deviceIdentification of the request' }]);
  return { dto, ...normaliseAddDevice(dto.data) };
}

/**
 * Validates the parsed JSON body of an operation and brings it into the terms of the domain.
 * @throws InvalidRequestError naming every offending field
 */
export function parseRequest(operation: OperationName, body: unknown): ParsedRequest {
  const { dto, data, secrets = [] } = parse(operation, body);
  const { deviceIdentification } = dto;
  return { operation, deviceIdentification, data, options: normaliseOptions(dto.options), secrets } as ParsedRequest;
}
