import type { World } from '../world/world.js';

const SECOND = 1_000;

export interface Granted {
  readonly cell: string;
  readonly process: string;
  /** Ms from the start. */
  readonly at: number;
  /** The device that it was used for. */
  device: string | undefined;
}

const scopesOf = (cell: string): readonly string[] => (cell === '' ? [''] : [cell, cell.split('/')[0] ?? '', '']);

/** The permits of all processes together, counted anew beside them. */
export class PermitLedger {
  readonly #open = new Set<Granted>();
  #recent: Granted[] = [];
  /** Since when there have been permits to be had in a scope, ms from the start; those that never ran out or were changed are missing. */
  readonly #freeSince = new Map<string, number>();

  constructor(private readonly world: World) {}

  /** Since when nothing but the processes themselves has kept anybody in the cell from getting a permit; Infinity: something does. */
  freeSince(cell: string): number {
    return Math.max(...scopesOf(cell).map((scope) => (this.#isFree(scope) ? (this.#freeSince.get(scope) ?? 0) : Infinity)));
  }

  limitChanged(scope: string): void {
    this.#freeSince.set(scope, this.world.time.now);
  }

  grant(process: string, cell: string): Granted {
    this.#judge(process, cell);
    const granted: Granted = { cell, process, at: this.world.time.now, device: undefined };
    this.#open.add(granted);
    this.#recent.push(granted);
    this.#touched(granted);
    return granted;
  }

  /** @param unused it was not used to dial */
  takeBack(granted: Granted, unused: boolean): void {
    this.#touched(granted);
    this.#open.delete(granted);
    if (unused) this.#recent = this.#recent.filter((one) => one !== granted);
  }

  /** The process is gone, or meters have hung up on it: its permits are worth nothing any more. */
  forget(process: string): void {
    for (const granted of this.#open) if (granted.process === process) this.takeBack(granted, false);
  }

  /** Where the last permit was out, waiting begins anew. */
  #touched({ cell }: Granted): void {
    for (const scope of scopesOf(cell)) if (!this.#isFree(scope)) this.#freeSince.set(scope, this.world.time.now);
  }

  #isFree(scope: string): boolean {
    const limit = this.world.limits.get(scope);
    if (limit === undefined) return true;
    return limit.newPerSecond !== 0 && (limit.concurrency < 0 || this.#openIn(scope) < limit.concurrency);
  }

  #openIn(scope: string): number {
    return [...this.#open].filter(({ cell }) => scopesOf(cell).includes(scope)).length;
  }

  #judge(process: string, cell: string): void {
    const { time, limits, findings, troubledAt } = this.world;
    this.#recent = this.#recent.filter(({ at }) => at > time.now - SECOND);
    for (const scope of scopesOf(cell)) {
      const limit = limits.get(scope);
      if (limit === undefined) continue;
      const inScope = (granted: Granted): boolean => scopesOf(granted.cell).includes(scope);
      const open = this.#openIn(scope);
      if (limit.concurrency >= 0 && open >= limit.concurrency)
        findings.add(`${process} was granted a permit in "${scope}", where ${open} of ${limit.concurrency} were out`);
      // Limits count what happens under them, and seconds by a clock that may have jumped.
      if (limit.newPerSecond < 0 || time.now - troubledAt <= SECOND) continue;
      const fresh = this.#recent.filter((granted) => inScope(granted) && granted.at >= limit.since).length;
      if (fresh >= limit.newPerSecond)
        findings.add(`${process} was granted permit ${fresh + 1} in a second in "${scope}", where ${limit.newPerSecond} are allowed`);
    }
  }
}
