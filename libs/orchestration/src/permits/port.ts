/**
 * Where permits are counted: `""` the whole network, `"<bts>"` a base station, `"<bts>/<cell>"` a cell of it. A cell is inside its base
 * station, and both are inside the network: a permit counts in all of them.
 */
export type PermitScope = string;

/** The right to have one connection open, in the cell where its device is; `""` for a device without one. */
export interface Permit {
  readonly cell: string;
  /** When it was granted, epoch ms. */
  readonly grantedAt: number;
}

/** What keeps a cell from getting a permit. */
export interface PermitRefusal {
  /** The narrowest scope at its limit. */
  readonly scope: PermitScope;
  /** When that will be over of itself, epoch ms; undefined: when a permit comes back, or the limit is changed. */
  readonly until?: number;
}

/** Permits to open connections: so many at once, and so many new ones per second, in each scope. */
export interface Permits {
  /** Undefined when a scope of the cell is at its limit. @param now epoch ms */
  tryAcquire(cell: string, now: number): Permit | undefined;
  /** Why {@link tryAcquire} would say no; undefined when it would not. */
  refusalOf(cell: string, now: number): PermitRefusal | undefined;
  /** Each permit exactly once. `unused`: no connection was opened for it, so it does not count as a new one either. */
  release(permit: Permit, unused?: boolean): void;
  /** Calls back with a scope in which there may be permits again. Answers how to stop it. */
  onFreed(listener: (scope: PermitScope) => void): () => void;
}

/** The scopes that a permit of a cell counts in, the narrowest first. */
export function scopesOf(cell: string): readonly PermitScope[] {
  return cell === '' ? [''] : [cell, cell.slice(0, cell.indexOf('/')), ''];
}
