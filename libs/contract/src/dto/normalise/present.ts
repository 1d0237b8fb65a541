type Present<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** The fields that were given: absent and null ones are left out. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as Present<T>;
}
