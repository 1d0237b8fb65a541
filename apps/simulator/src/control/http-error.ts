/** A request that is answered with an error status; the message names the field where one is wrong. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly status: 400 | 404 | 405 | 413 | 500 | 502,
    message: string,
  ) {
    super(message);
  }
}

export function badField(field: string, expectation: string): HttpError {
  return new HttpError(400, `${field}: ${expectation}`);
}

/** A body that must be a JSON object with no other than the named fields. */
export function objectBody(body: unknown, fields: readonly string[], name = 'body'): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badField(name, 'must be an object');
  const unknown = Object.keys(body).find((field) => !fields.includes(field));
  if (unknown !== undefined) throw badField(name === 'body' ? unknown : `${name}.${unknown}`, `unknown field; known are ${fields.join(', ')}`);
  return body as Readonly<Record<string, unknown>>;
}

/** A whole number within limits. */
export function wholeNumber(value: unknown, field: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < minimum || value > maximum) {
    throw badField(field, `must be a whole number from ${minimum} to ${maximum}`);
  }
  return value;
}

/** One of the known words. */
export function oneOf<T extends string>(value: unknown, known: readonly T[], field: string): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw badField(field, `must be one of ${known.join(', ')}`);
  return found;
}
