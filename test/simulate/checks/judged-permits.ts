import type { Permit, PermitRefusal, Permits } from '#orchestration';
import type { Life } from '../world/life.js';
import type { World } from '../world/world.js';
import type { Granted } from './permit-ledger.js';

/** The permits of one life of a process, with a judge beside them. */
export class JudgedPermits implements Permits {
  readonly #open = new Map<Permit, Granted>();
  /** Handed out, and not used for a claim yet. */
  #unclaimed: Granted[] = [];
  /** When the permit for a device came back last, ms from the start. */
  readonly #returned = new Map<string, number>();

  constructor(
    private readonly inner: Permits,
    private readonly world: World,
    private readonly process: string,
    private readonly life: Life,
  ) {}

  get open(): number {
    return this.#open.size;
  }

  tryAcquire(cell: string, now: number): Permit | undefined {
    // What a dead process may still do until its next wait is not done.
    const permit = this.life.isAlive ? this.inner.tryAcquire(cell, now) : undefined;
    if (permit === undefined) return undefined;
    const granted = this.world.permits.grant(this.process, cell);
    this.#open.set(permit, granted);
    this.#unclaimed.push(granted);
    return permit;
  }

  refusalOf(cell: string, now: number): PermitRefusal | undefined {
    return this.inner.refusalOf(cell, now);
  }

  release(permit: Permit, unused = false): void {
    const granted = this.#open.get(permit);
    if (granted === undefined) this.world.findings.add(`${this.process} returned a permit that it did not hold`);
    else {
      this.#open.delete(permit);
      this.world.permits.takeBack(granted, unused);
      if (granted.device !== undefined) this.#returned.set(granted.device, this.world.time.now);
    }
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
    for (const granted of this.#open.values()) if (granted.device === device) return true;
    return false;
  }
}
