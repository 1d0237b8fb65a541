import { CosemValueError } from './cosem-value-error.js';

/** Names for the numbers of a COSEM enumeration. */
export interface Enumeration<Name extends string> {
  readonly names: readonly Name[];
  /** The name of a number that a meter sent; undefined for one without a name. */
  nameOf(number: number): Name | undefined;
  /** The number of a name; of a range, its first. */
  numberOf(name: Name): number;
}

/** Highest value of the A-XDR types that enumerations are sent as. */
const highest = 255;

/**
 * @param numbers the number of each name
 * @param ranges names that stand for all numbers from theirs up to 255
 */
export function enumeration<Name extends string>(numbers: Readonly<Record<Name, number>>, ranges: readonly NoInfer<Name>[] = []): Enumeration<Name> {
  const names = Object.keys(numbers) as Name[];
  const byNumber = new Map(names.map((name) => [numbers[name], name]));
  const inRange = (number: number): Name | undefined =>
    Number.isInteger(number) && number <= highest ? ranges.find((name) => number >= numbers[name]) : undefined;
  return {
    names,
    nameOf: (number) => byNumber.get(number) ?? inRange(number),
    numberOf: (name) => {
      if (Object.hasOwn(numbers, name)) return numbers[name];
      throw new CosemValueError(`${name} is not one of ${names.join(', ')}`);
    },
  };
}
