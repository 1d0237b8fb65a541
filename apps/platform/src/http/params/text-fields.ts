import { InvalidRequestError, type FieldError } from '#contract/dto/index.js';

const LONGEST = 1_000;

export interface TextFields {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
}

/** Reads a small JSON body whose fields are all texts of 1 to 1000 characters. @throws InvalidRequestError naming every offending field */
export function textFields(body: unknown, { required = [], optional = [] }: TextFields): Readonly<Record<string, string | undefined>> {
  const given = body ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) throw new InvalidRequestError([{ field: '', message: 'the body must be a JSON object' }]);
  const known = [...required, ...optional];
  const errors: FieldError[] = Object.keys(given)
    .filter((field) => !known.includes(field))
    .map((field) => ({ field, message: `property ${field} should not exist` }));
  const values: Record<string, string> = {};
  for (const field of known) {
    const value: unknown = Reflect.get(given, field);
    if (typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST) values[field] = value;
    else if (value !== undefined || required.includes(field)) errors.push({ field, message: `must be 1 to ${LONGEST} characters` });
  }
  if (errors.length > 0) throw new InvalidRequestError(errors);
  return values;
}
