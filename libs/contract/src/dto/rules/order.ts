import { rule } from './fields.js';
import { parseInstant } from './instant.js';

function compares(other: string, holds: (own: number, others: number) => boolean): (value: unknown, object: object) => boolean {
  return (value, object) => {
    const own = parseInstant(value);
    const others = parseInstant(Reflect.get(object, other));
    // An instant that cannot be read is its own field's fault.
    return own === undefined || others === undefined || holds(own, others);
  };
}

export const NotBefore = (other: string): PropertyDecorator =>
  rule(
    'notBefore',
    `must not be before ${other}`,
    compares(other, (own, others) => own >= others),
  );

export const After = (other: string): PropertyDecorator =>
  rule(
    'after',
    `must be after ${other}`,
    compares(other, (own, others) => own > others),
  );
