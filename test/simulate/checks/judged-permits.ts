import type { Permit, PermitRefusal, Permits } from '#orchestration';
import type { World } from '../world/world.js';

const SECOND = 1_000;

interface Granted {
  readonly cell: string;
  readonly at: number;
  /** The device that it was used for. */
  device: string | undefined;
}

const scopesOf = (cell: string): readonly string[] => (cell === '' ? [''] : [cell, cell.split('/')[0] ?? '', '']);

/** The permits of one life of a process, counted anew beside them. */
export class JudgedPermits implements Permits {
  readonly #open = new Map<Permit, Granted>();
  #recent: Granted[] = [];
  /** Handed out, and not used for a claim yet. */
  #unclaimed: Granted[] = [];
  /** When the permit for a device came back last, ms from the start. */
  readonly #returned = new Map<string, number>();

  constructor(
    private readonly inner: Permits,
    private readonly world: World,
    private readonly process: string,
  ) {}

  get open(): number {
    return this.#open.size;
  }

  tryAcquire(cell: string, now: number): Permit | undefined {
    const permit = this.inner.tryAcquire(cell, now);
    if (permit === undefined) return undefined;
    this.#judge(cell);
    const granted: Granted = { cell, at: this.world.time.now, device: undefined };
    this.#open.set(permit, granted);
    this.#recent.push(granted);
    this.#unclaimed.push(granted);
    return permit;
  }

  refusalOf(cell: string, now: number): PermitRefusal | undefined {
    return this.inner.refusalOf(cell, now);
  }

  release(permit: Permit, unused?: boolean): void {
    const granted = this.#open.get(permit);
    if (granted === undefined) this.world.findings.add(`${this.process} returned a permit that it did not hold`);
    this.#open.delete(permit);
    if (unused) this.#recent = this.#recent.filter((one) => one !== granted);
    if (granted?.device !== undefined) this.#returned.set(granted.device, this.world.time.now);
    this.inner.release(permit, unused);
  }

  onFreed(listener: (scope: string) => void): () => void {
    return this.inner.onFreed(listener);
  }

  /** A claim uses the permit that was handed out for it. */
  use(device: string, cell: string): void {
    const index = this.#unclaimed.findIndex((granted) => granted.cell === cell);
    const [granted] = index < 0 ? [] : this.#unclaimed.splice(index, 1);
    if (granted === undefined) this.world.findings.add(`${this.process} claimed an attempt on ${device} without a permit for "${cell}"`);
    else granted.device = device;
  }

  /** A permit is out for the device, or came back at this very moment. */
  isBusy(device: string): boolean {
    if (this.#returned.get(device) === this.world.time.now) return true;
    return this.holds(device);
  }

  holds(device: string): boolean {
    for (const granted of this.#open.values()) if (granted.device === device) return true;
    return false;
  }

  #judge(cell: string): void {
    const { time, limits, findings, troubledAt } = this.world;
    this.#recent = this.#recent.filter(({ at }) => at > time.now - SECOND);
    for (const scope of scopesOf(cell)) {
      const limit = limits.get(scope);
      if (limit === undefined) continue;
      const inScope = (granted: Granted): boolean => scopesOf(granted.cell).includes(scope);
      const open = [...this.#open.values()].filter(inScope).length;
      if (limit.concurrency >= 0 && open >= limit.concurrency)
        findings.add(`${this.process} was granted a permit in "${scope}", where ${open} of ${limit.concurrency} were out`);
      // Limits count what happens under them, and seconds by a clock that may have jumped.
      if (limit.newPerSecond < 0 || time.now - troubledAt <= SECOND) continue;
      const fresh = this.#recent.filter((granted) => inScope(granted) && granted.at >= limit.since).length;
      if (fresh >= limit.newPerSecond)
        findings.add(`${this.process} was granted permit ${fresh + 1} in a second in "${scope}", where ${limit.newPerSecond} are allowed`);
    }
  }
}
