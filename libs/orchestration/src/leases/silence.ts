import type { MemberRow } from './rows.js';

interface Seen {
  readonly version: number;
  /** When this version was first seen, ms of our own clock. */
  readonly since: number;
}

/** How long other members have not renewed, by our own clock alone: clocks of machines are never compared. */
export class Silence {
  private seen: ReadonlyMap<string, Seen> = new Map();

  /** `now`: a moment at which the rows had been read already. */
  observe(rows: readonly MemberRow[], now: number): void {
    this.seen = new Map(
      rows.map(({ id, version }) => {
        const before = this.seen.get(id);
        return [id, before?.version === version ? before : { version, since: now }];
      }),
    );
  }

  /** Since when the member of a slot has not renewed, as far as we have seen. */
  since(slot: string): number | undefined {
    return this.seen.get(slot)?.since;
  }
}
