import { isOperationName, OPERATIONS } from '../definitions/operations.js';
import { currentOperationName } from './operation-names.js';
import { parseRequest, type ParsedRequest } from './parse-request.js';
import { InvalidRequestError } from './validate.js';

/** Commands of one batch, at most. */
export const LARGEST_BATCH = 500;

/** The commands of a batch as they were sent. @throws InvalidRequestError when it is no list of 1 to 500 */
export function batchedCommands(body: unknown): readonly unknown[] {
  const { commands, ...others } = members(body, 'the body must be a JSON object');
  const unknown = Object.keys(others).map((field) => ({ field, message: `property ${field} should not exist` }));
  if (unknown.length > 0) throw new InvalidRequestError(unknown);
  if (!Array.isArray(commands) || commands.length === 0 || commands.length > LARGEST_BATCH)
    throw new InvalidRequestError([{ field: 'commands', message: `commands must be a list of 1 to ${LARGEST_BATCH} commands` }]);
  return commands;
}

/** `idempotencyKey` as it was sent. */
export interface BatchedRequest {
  readonly request: ParsedRequest;
  readonly idempotencyKey: unknown;
}

/** One command of a batch: a request and the name of its operation. @throws InvalidRequestError naming every offending field */
export function parseBatched(command: unknown): BatchedRequest {
  const { operation, idempotencyKey, ...body } = members(command, 'a command must be a JSON object');
  const name = typeof operation === 'string' ? currentOperationName(operation) : '';
  if (!isOperationName(name))
    throw new InvalidRequestError([{ field: 'operation', message: `operation must be one of ${Object.keys(OPERATIONS).join(', ')}` }]);
  return { request: parseRequest(name, body), idempotencyKey };
}

function members(value: unknown, message: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidRequestError([{ field: '', message }]);
  return value as Readonly<Record<string, unknown>>;
}
