import { FAULT_TYPES, type FaultCode } from '#contract';
import type { FieldError } from '#contract/dto/index.js';

/** Reasons of a refusal for which the contract has no number. */
export type OwnProblem =
  | 'UNAUTHENTICATED'
  | 'NOT_FOUND'
  | 'IDEMPOTENCY_CONFLICT'
  | 'NOT_CANCELLABLE'
  | 'NOT_HOLDABLE'
  | 'NOT_RELEASABLE'
  | 'NOT_REPRIORITISABLE'
  | 'NOT_UNDECIDED'
  | 'STILL_OPEN'
  | 'STALE_READ'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNAVAILABLE'
  | 'CONTENDED'
  | 'RECORD_DAMAGED'
  | 'REBUILD_RUNNING'
  | 'NO_REBUILD'
  | 'REBUILD_NEEDED'
  | 'KEPT_ELSEWHERE'
  | 'NOT_QUARANTINED'
  | 'REQUEST_REFUSED'
  | 'INTERNAL_ERROR';

/** RFC 9457. `code`: the contract's error code where it has one, else our name of the problem. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: FaultCode | OwnProblem;
  readonly errors: readonly FieldError[];
}

/** A refusal that the client is told of. */
export class Problem extends Error {
  readonly details: ProblemDetails;

  constructor(status: number, code: FaultCode | OwnProblem, detail: string, errors: readonly FieldError[] = []) {
    super(detail);
    this.name = 'Problem';
    const title = typeof code === 'number' ? FAULT_TYPES[code] : code;
    this.details = { type: `urn:meterlog:problem:${title.toLowerCase().replaceAll('_', '-')}`, title, status, detail, code, errors };
  }
}

export function validationProblem(errors: readonly FieldError[]): Problem {
  const detail = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ');
  return new Problem(400, 401, detail, errors);
}
