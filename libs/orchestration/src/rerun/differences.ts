import { canonicalJson } from '#event-sourcing';

/** A member in which two JSON values differ; undefined: it is missing there. */
export interface Difference {
  /** JSON pointer (RFC 6901); empty: the whole. */
  readonly path: string;
  readonly recorded: unknown;
  readonly today: unknown;
}

/** Every innermost member in which they differ. Lists are compared item by item. */
export function differences(recorded: unknown, today: unknown, path = ''): readonly Difference[] {
  if (textOf(recorded) === textOf(today)) return [];
  const both = [recorded, today];
  if (both.every(isObject) && Array.isArray(recorded) === Array.isArray(today)) {
    const [before, after] = both as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`));
  }
  return [{ path, recorded, today }];
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** As the record would have it. */
const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : canonicalJson(value));
