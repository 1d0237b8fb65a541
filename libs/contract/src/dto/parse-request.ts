import type { OperationData } from '../definitions/data.js';
import type { OperationName } from '../definitions/operations.js';
import type { CommandOptions } from '../definitions/options.js';
import { normaliseAddDevice, type GivenSecret } from './normalise/add-device.js';
import { normaliseBundle, normaliseFindEvents, normalisePeriodicReads } from './normalise/data.js';
import { normaliseOptions } from './normalise/options.js';
import { AddDeviceRequestDto } from './requests/add-device.dto.js';
import { BundleRequestDto } from './requests/bundle.dto.js';
import type { CommandRequestDto } from './requests/command-request.dto.js';
import { FindEventsRequestDto } from './requests/find-events.dto.js';
import { GetPeriodicMeterReadsRequestDto } from './requests/get-periodic-meter-reads.dto.js';
import { ClearAlarmRegisterRequestDto, GetActualMeterReadsRequestDto } from './requests/no-data.dto.js';
import { SynchronizeTimeRequestDto } from './requests/synchronize-time.dto.js';
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

type Body<O extends OperationName> = Pick<Extract<ParsedRequest, { operation: O }>, 'operation' | 'data'> & {
  readonly secrets?: readonly GivenSecret[];
};
type Parser<O extends OperationName> = (body: unknown) => readonly [CommandRequestDto, Body<O>];

function parser<O extends OperationName, T extends CommandRequestDto>(type: new () => T, toBody: (dto: T) => Body<O>): Parser<O> {
  return (body) => {
    const dto = validateBody(type, body);
    return [dto, toBody(dto)];
  };
}

const PARSERS: { readonly [O in OperationName]: Parser<O> } = {
  AddDevice: parser(AddDeviceRequestDto, (dto) => {
    const inner = dto.data.device.deviceIdentification;
    if (typeof inner === 'string' && inner !== dto.deviceIdentification)
      throw new InvalidRequestError([{ field: 'data.device.deviceIdentification', message: 'must be the deviceIdentification of the request' }]);
    return { operation: 'AddDevice', ...normaliseAddDevice(dto.data) };
  }),
  SynchronizeTime: parser(SynchronizeTimeRequestDto, ({ data }) => ({ operation: 'SynchronizeTime', data: { timeZone: data.timeZone } })),
  GetActualMeterReads: parser(GetActualMeterReadsRequestDto, () => ({ operation: 'GetActualMeterReads', data: null })),
  GetPeriodicMeterReads: parser(GetPeriodicMeterReadsRequestDto, ({ data }) => ({
    operation: 'GetPeriodicMeterReads',
    data: normalisePeriodicReads(data),
  })),
  FindEvents: parser(FindEventsRequestDto, ({ data }) => ({ operation: 'FindEvents', data: normaliseFindEvents(data) })),
  ClearAlarmRegister: parser(ClearAlarmRegisterRequestDto, () => ({ operation: 'ClearAlarmRegister', data: null })),
  Bundle: parser(BundleRequestDto, ({ data }) => ({ operation: 'Bundle', data: normaliseBundle(data) })),
};

/**
 * Validates the parsed JSON body of an operation and brings it into the terms of the domain.
 * @throws InvalidRequestError naming every offending field
 */
export function parseRequest(operation: OperationName, body: unknown): ParsedRequest {
  const [dto, parsed] = PARSERS[operation](body);
  const options = normaliseOptions(dto.options);
  return { secrets: [], ...parsed, deviceIdentification: dto.deviceIdentification, options };
}
