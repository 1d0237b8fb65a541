import { HttpException } from '@nestjs/common';
import { InvalidRequestError } from '#contract/dto/index.js';
import { CommandRefusedError, type RefusalCode } from '#domain';
import { CoverError, PositionError, RepositoryError } from '#event-sourcing';
import { EventStoreError } from '#eventstore/port.js';
import { CheckpointRefusedError } from '#orchestration';
import { ProjectionError } from '#projections';
import { ReadStoreError } from '#readstore/port.js';
import { DisabledOrganisationError, OrganisationRefusedError, type OrganisationRefusalCode } from '#security';
import { Problem, validationProblem, type OwnProblem } from './problem.js';

const TOO_LARGE = 'the command is larger than one event can hold: send it in parts';
const UNEXPECTED = 'the request failed unexpectedly';

/** What the client is told of an error: nothing of our inside. Undefined for an error that nobody foresaw. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidRequestError) return validationProblem(error.errors);
  if (error instanceof CommandRefusedError) return refusal(error);
  if (error instanceof OrganisationRefusedError) return organisationRefusal(error);
  if (error instanceof DisabledOrganisationError) return new Problem(403, 104, error.message);
  if (error instanceof PositionError) return validationProblem([{ field: 'minPosition', message: error.message }]);
  if (error instanceof ReadStoreError && error.code === 'INVALID_CURSOR') return validationProblem([{ field: 'after', message: error.message }]);
  // No process has made the read models yet: those that are asked for stand in our own code.
  if (error instanceof ReadStoreError && error.code === 'UNKNOWN_COLLECTION')
    return new Problem(503, 'UNAVAILABLE', 'the read models are not there yet: ask again');
  if (error instanceof ProjectionError) return projectionProblem(error);
  if (error instanceof RepositoryError) return new Problem(503, 'CONTENDED', 'the command could not be recorded for now: send it again');
  if (error instanceof EventStoreError && error.code === 'EVENT_TOO_LARGE') return new Problem(413, 'PAYLOAD_TOO_LARGE', TOO_LARGE);
  if (error instanceof CoverError || error instanceof CheckpointRefusedError)
    return new Problem(500, 'RECORD_DAMAGED', `${error.message}: meterlog verify --all says more`);
  if (isClosed(error)) return new Problem(503, 'UNAVAILABLE', 'the platform is stopping');
  const unwritable = unwritableStore(error);
  if (unwritable !== undefined) return unwritable;
  const status = error instanceof HttpException ? error.getStatus() : clientStatus(error);
  return status === undefined || !(error instanceof Error) ? undefined : httpProblem(status, error.message);
}

export const unexpectedProblem = (): Problem => new Problem(500, 'INTERNAL_ERROR', UNEXPECTED);

const REFUSALS: Readonly<Partial<Record<RefusalCode, (detail: string) => Problem>>> = {
  UNKNOWN_DEVICE: (detail) => new Problem(404, 201, detail),
  UNAUTHORIZED: (detail) => new Problem(403, 301, detail),
  EXISTING_DEVICE: (detail) => new Problem(409, 204, detail),
  UNKNOWN_COMMAND: (detail) => new Problem(404, 405, detail),
  IDEMPOTENCY_CONFLICT: (detail) => new Problem(409, 'IDEMPOTENCY_CONFLICT', detail),
  NOT_CANCELLABLE: (detail) => new Problem(409, 'NOT_CANCELLABLE', detail),
  NOT_HOLDABLE: (detail) => new Problem(409, 'NOT_HOLDABLE', detail),
  NOT_RELEASABLE: (detail) => new Problem(409, 'NOT_RELEASABLE', detail),
  NOT_REPRIORITISABLE: (detail) => new Problem(409, 'NOT_REPRIORITISABLE', detail),
  NOT_UNDECIDED: (detail) => new Problem(409, 'NOT_UNDECIDED', detail),
  STILL_OPEN: (detail) => new Problem(409, 'STILL_OPEN', detail),
};

function refusal({ code, message }: CommandRefusedError): Problem {
  return REFUSALS[code]?.(message) ?? new Problem(409, 'REQUEST_REFUSED', message);
}

const ORGANISATION_REFUSALS: Readonly<Record<OrganisationRefusalCode, (detail: string) => Problem>> = {
  UNKNOWN_ORGANISATION: (detail) => new Problem(404, 101, detail),
  EXISTING_ORGANISATION: (detail) => new Problem(409, 103, detail),
  UNKNOWN_APPLICATION: (detail) => new Problem(404, 'NOT_FOUND', detail),
  UNKNOWN_USER: (detail) => new Problem(404, 'NOT_FOUND', detail),
  UNKNOWN_API_KEY: (detail) => new Problem(404, 'NOT_FOUND', detail),
  OPERATIONS_MUST_STAY: (detail) => new Problem(409, 'REQUEST_REFUSED', detail),
};

function organisationRefusal({ code, message }: OrganisationRefusedError): Problem {
  return ORGANISATION_REFUSALS[code](message);
}

function projectionProblem({ code, message }: ProjectionError): Problem {
  if (code === 'UNKNOWN_PROJECTION') return new Problem(404, 'NOT_FOUND', message);
  return new Problem(code === 'NOT_QUARANTINED' ? 404 : 409, code, message);
}

function isClosed(error: unknown): boolean {
  return (error instanceof EventStoreError || error instanceof ReadStoreError) && error.code === 'STORE_CLOSED';
}

/** Somewhere below, a store takes nothing now, and nothing of the request was recorded. */
function unwritableStore(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'STORE_FULL') return new Problem(503, 'UNAVAILABLE', 'nothing can be recorded: the disk is full; send it again when there is space');
  if (code === 'STORE_READ_ONLY') return new Problem(503, 'UNAVAILABLE', 'nothing can be recorded: the store is read-only');
  return unwritableStore(error.cause);
}

/** Errors of Fastify itself carry their status. */
function clientStatus(error: unknown): number | undefined {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

const OWN: Readonly<Record<number, OwnProblem>> = {
  401: 'UNAUTHENTICATED',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  503: 'UNAVAILABLE',
};

function httpProblem(status: number, message: string): Problem | undefined {
  if (status >= 500 && status !== 503) return undefined;
  if (status === 400) return validationProblem([{ field: '', message }]);
  return new Problem(status, OWN[status] ?? 'REQUEST_REFUSED', message);
}
