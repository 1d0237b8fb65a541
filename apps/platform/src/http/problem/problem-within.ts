import { validationProblem, type Problem } from './problem.js';

/** A problem of one part of a body: its fields are named from the root of the body on. @param part path of the part: `commands[3]` */
export function problemWithin(part: string, { details }: Problem): Problem['details'] {
  const errors = details.errors.map(({ field, message }) => ({ field: field === '' ? part : `${part}.${field}`, message }));
  return details.status === 400 ? validationProblem(errors).details : { ...details, errors };
}
