import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { rememberMetadata } from './remembered-metadata.js';

rememberMetadata();

export interface FieldError {
  /** Path from the body's root: `data.actions[2].data.timeZone`; empty for the body itself. */
  readonly field: string;
  readonly message: string;
}

/** A request that breaks the contract; every offending field is named. */
export class InvalidRequestError extends Error {
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; '));
    this.name = 'InvalidRequestError';
  }
}

/**
 * Turns a parsed body into its DTO. Unknown fields are refused, nothing is converted.
 * @throws InvalidRequestError
 */
export function validateBody<T extends object>(type: new () => T, body: unknown): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new InvalidRequestError([{ field: '', message: 'the body must be a JSON object' }]);
  const dto = plainToInstance(type, body);
  const errors = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  if (errors.length > 0) throw new InvalidRequestError(errors.flatMap((error) => fieldErrors(error, '')));
  return dto;
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const field = childPath(parent, error.property);
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}

function childPath(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}
