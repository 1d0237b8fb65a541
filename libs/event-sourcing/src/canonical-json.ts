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

/** The canonical text of a string. `path`: where it stands, as a JSON pointer. @throws CanonicalJsonError */
export function canonicalString(value: string, path: string): string {
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
    out += `${out === '' ? '' : ','}${canonicalString(key, at)}:${write(member, at, depth + 1)}`;
  }
  return `{${out}}`;
}

function write(value: unknown, path: string, depth: number): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return canonicalString(value, path);
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

/** What the quick way leaves to the careful one. */
const UNUSUAL = Symbol('unusual');

const ZERO = 0x30;
const NINE = 0x39;

/** A name that an object would put in another place (digits come first), or not take at all. */
function isUnusualName(name: string): boolean {
  const first = name.charCodeAt(0);
  return (first >= ZERO && first <= NINE) || name === '__proto__' || !name.isWellFormed();
}

/** Most objects are made with their names in order. */
function inCanonicalOrder(names: readonly string[]): readonly string[] {
  for (let index = 1; index < names.length; index++) if ((names[index - 1] ?? '') > (names[index] ?? '')) return names.toSorted();
  return names;
}

/** Names in canonical order. Rows of a table have the same names as the row before: they are sorted and looked at once. */
class NameOrder {
  private names: readonly string[] = [];
  private sorted: readonly string[] | undefined = [];

  /** Undefined when a name is unusual. */
  of(value: object): readonly string[] | undefined {
    const names = Object.keys(value);
    if (names.length !== this.names.length || names.some((name, index) => name !== this.names[index])) {
      this.names = names;
      this.sorted = names.some(isUnusualName) ? undefined : inCanonicalOrder(names);
    }
    return this.sorted;
  }
}

/** The value with its members in canonical order, so that the engine's own `JSON.stringify` writes the canonical text: several times faster. */
function inOrder(value: unknown, order: NameOrder, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : UNUSUAL;
    case 'number':
      // -0 is written as 0.
      return Number.isFinite(value) ? value + 0 : UNUSUAL;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return value;
      if (depth > DEEPEST) return UNUSUAL;
      return Array.isArray(value) ? itemsInOrder(value, order, depth) : membersInOrder(value, order, depth);
    default:
      return UNUSUAL;
  }
}

function itemsInOrder(items: readonly unknown[], order: NameOrder, depth: number): unknown {
  const ordered: unknown[] = [];
  for (const item of items) {
    const copy = inOrder(item, order, depth + 1);
    if (copy === UNUSUAL) return UNUSUAL;
    ordered.push(copy);
  }
  return ordered;
}

function membersInOrder(value: object, order: NameOrder, depth: number): unknown {
  const names = isPlain(value) ? order.of(value) : undefined;
  if (names === undefined) return UNUSUAL;
  const ordered: Record<string, unknown> = {};
  for (const name of names) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (member === undefined) continue;
    const copy = inOrder(member, order, depth + 1);
    if (copy === UNUSUAL) return UNUSUAL;
    ordered[name] = copy;
  }
  return ordered;
}

/**
 * The canonical JSON text of a value (RFC 8785): members ordered by UTF-16 code units, shortest numbers, no white space.
 * Members that are `undefined` are left out, as `JSON.stringify` does; nothing else is dropped or converted.
 * @throws CanonicalJsonError for what JSON cannot say exactly
 */
export function canonicalJson(value: unknown): string {
  const ordered = inOrder(value, new NameOrder(), 0);
  return ordered === UNUSUAL ? write(value, '', 0) : JSON.stringify(ordered);
}

/** The canonical text of a value, and the value that reading the text gives: it shares nothing with the original. @throws CanonicalJsonError */
export function canonicalForm(value: unknown): { readonly text: string; readonly value: unknown } {
  const ordered = inOrder(value, new NameOrder(), 0);
  if (ordered !== UNUSUAL) return { text: JSON.stringify(ordered), value: ordered };
  const text = write(value, '', 0);
  return { text, value: JSON.parse(text) };
}
