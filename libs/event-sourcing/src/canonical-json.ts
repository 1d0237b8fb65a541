/** Nobody nests deeper on purpose; without a limit a hostile value ends in a stack overflow. */
const DEEPEST = 512;

export class CanonicalJsonError extends Error {
  constructor(
    reason: string,
    /** JSON pointer (RFC 6901) of the offending value. */
    readonly path: string,
  ) {
    super(`not representable in canonical JSON at ${path === '' ? 'the root' : path}: ${reason}`);
    this.name = 'CanonicalJsonError';
  }
}

const pointer = (path: string, key: string | number): string => `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

function text(value: string, path: string): string {
  if (!value.isWellFormed()) throw new CanonicalJsonError('a string with a lone surrogate', path);
  return JSON.stringify(value);
}

/** Own prototype or none: `Date`, `Map`, buffers and class instances have no JSON form of their own. Realms may differ. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function members(value: Readonly<Record<string, unknown>>, path: string, depth: number): string {
  let out = '';
  // The default order compares UTF-16 code units, which is what RFC 8785 §3.2.3 asks for.
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key];
    if (member === undefined) continue;
    const at = pointer(path, key);
    out += `${out === '' ? '' : ','}${text(key, at)}:${write(member, at, depth + 1)}`;
  }
  return `{${out}}`;
}

function write(value: unknown, path: string, depth: number): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return text(value, path);
    case 'number':
      // ECMAScript's shortest form is the one RFC 8785 §3.2.2.3 prescribes; -0 becomes 0.
      if (!Number.isFinite(value)) throw new CanonicalJsonError('a number that is not finite', path);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (depth > DEEPEST) throw new CanonicalJsonError(`nested deeper than ${DEEPEST}`, path);
      if (Array.isArray(value)) return `[${Array.from(value, (item, index) => write(item, pointer(path, index), depth + 1)).join(',')}]`;
      if (isPlain(value)) return members(value as Readonly<Record<string, unknown>>, path, depth);
      throw new CanonicalJsonError('an object that is neither plain nor an array', path);
    default:
      throw new CanonicalJsonError(`a value of type ${typeof value}`, path);
  }
}

/**
 * The canonical JSON text of a value (RFC 8785): members ordered by UTF-16 code units, shortest numbers, no white space.
 * Members that are `undefined` are left out, as `JSON.stringify` does; nothing else is dropped or converted.
 * @throws CanonicalJsonError for what JSON cannot say exactly
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0);
}
