import { isOperationName } from '#contract';
import { currentOperationName, InvalidRequestError, parseRequest } from '#contract/dto/index.js';
import type { RequestReader, ScheduledRequest } from '#orchestration';

/** Stands where a client's request names its device: what a schedule asks for is the same for each. */
const ANY_DEVICE = 'ANY0000000000000';

/**
 * Reads what a schedule asks for by the same rules as a client's request.
 * @throws InvalidRequestError naming every offending field, also for an operation that is none, or that cannot be asked of many devices
 */
export const readScheduledRequest: RequestReader = ({ operation, data, options }) => {
  const name = currentOperationName(operation);
  if (!isOperationName(name)) throw refused(`${name} is not an operation of this version`);
  if (name === 'AddDevice') throw refused('AddDevice is about one device: it cannot be scheduled');
  const { secrets, ...request } = parseRequest(name, { deviceIdentification: ANY_DEVICE, options, ...(data === null ? {} : { data }) });
  if (secrets.length > 0) throw refused(`${name} carries keys: it cannot be scheduled`);
  return { operation: request.operation, data: request.data, options: request.options } as ScheduledRequest;
};

const refused = (message: string): InvalidRequestError => new InvalidRequestError([{ field: 'operation', message }]);
