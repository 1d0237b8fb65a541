import { faultDefaults, faultKinds, faultServices, type Fault } from '../faults/fault.js';
import { badField, objectBody, oneOf, wholeNumber } from './http-error.js';

const fields = ['kind', ...Object.keys(faultDefaults)];

/** Body of `PUT …/faults`: faults and perhaps a new seed. */
export function parseFaults(body: unknown): { readonly seed?: number; readonly faults: readonly Fault[] } {
  const { seed, faults } = objectBody(body, ['seed', 'faults']);
  if (!Array.isArray(faults)) throw badField('faults', 'must be a list');
  return {
    ...(seed === undefined ? {} : { seed: wholeNumber(seed, 'seed', 0, 0xffffffff) }),
    faults: faults.map((fault, index) => parseFault(fault, `faults[${index}]`)),
  };
}

function parseFault(json: unknown, name: string): Fault {
  const given = objectBody(json, fields, name);
  const number = (field: keyof typeof faultDefaults, minimum: number): number =>
    given[field] === undefined ? (faultDefaults[field] as number) : wholeNumber(given[field], `${name}.${field}`, minimum);
  return {
    kind: oneOf(given['kind'], faultKinds, `${name}.kind`),
    onService: oneOf(given['onService'] ?? faultDefaults.onService, faultServices, `${name}.onService`),
    times: given['times'] === undefined || given['times'] === null ? null : wholeNumber(given['times'], `${name}.times`, 0),
    probability: probability(given['probability'] ?? faultDefaults.probability, `${name}.probability`),
    delayMs: number('delayMs', 0),
    afterPdus: number('afterPdus', 0),
    afterBytes: number('afterBytes', 0),
    blockNumber: number('blockNumber', 1),
    result: given['result'] === undefined || given['result'] === null ? null : wholeNumber(given['result'], `${name}.result`, 1, 255),
  };
}

function probability(value: unknown, field: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) throw badField(field, 'must be a number from 0 to 1');
  return value;
}
