import type { Collection } from 'mongodb';
import { idOf, insertedOnce } from '../../mongodb/documents.js';
import { VaultError } from '../port.js';
import { HIGHEST_COUNTER, higherMark, type Reservation } from '../sealed/vault-storage.js';
import type { CounterMark } from '../transfer.js';
import { OneAtATime } from './one-at-a-time.js';
import type { CounterDocument } from './vault-documents.js';

/** Each lost round means that another process has won one: so many are no contention but a fault. */
const ROUNDS = 1_000;

/**
 * Counters by compare-and-set on `next`: a change is made only where the value is still the one that was read. A command that the driver
 * or the network repeats finds another value the second time, so at worst numbers are lost, and none is given out twice.
 */
export class CounterDocuments {
  readonly #counters: Collection<CounterDocument>;
  readonly #queue = new OneAtATime();

  constructor(counters: Collection<CounterDocument>) {
    this.#counters = counters;
  }

  async reserve(device: string, keyId: string, count: number): Promise<Reservation> {
    const _id = idOf(device, keyId);
    return this.#queue.run(_id, async () =>
      this.#untilSettled(async () => {
        const counter = await this.#counters.findOne({ _id });
        if (counter === null || !counter.known) return { kind: 'unknown' };
        const first = counter.next;
        if (first + count - 1 > HIGHEST_COUNTER) return { kind: 'exhausted' };
        const won = await this.#counters.findOneAndUpdate({ _id, next: first, known: true }, { $set: { next: first + count } });
        return won === null ? undefined : { kind: 'reserved', first };
      }),
    );
  }

  async raise(device: string, keyId: string, next: number): Promise<void> {
    await this.#settle({ device, keyId, next, known: true }, (standing) => ({ next: Math.max(standing.next, next), known: true }));
  }

  async forget(device: string, keyId: string): Promise<void> {
    await this.#counters.updateOne({ _id: idOf(device, keyId) }, { $set: { known: false } });
  }

  async forgetAll(): Promise<number> {
    const { matchedCount } = await this.#counters.updateMany({}, { $set: { known: false } });
    return matchedCount;
  }

  /** Of a vault that moves in. */
  async take(mark: CounterMark): Promise<void> {
    await this.#settle(mark, (standing) => (higherMark(standing, mark) ? mark : standing));
  }

  /** Inserts the mark, or changes the one that stands there to what `to` says. */
  async #settle(mark: CounterMark, to: (standing: CounterMark) => Pick<CounterMark, 'next' | 'known'>): Promise<void> {
    const _id = idOf(mark.device, mark.keyId);
    await this.#queue.run(_id, async () =>
      this.#untilSettled(async () => {
        const standing = await this.#counters.findOne({ _id });
        if (standing === null) return (await insertedOnce(this.#counters.insertOne({ _id, ...mark }))) ? true : undefined;
        const { next, known } = to(standing);
        if (next === standing.next && known === standing.known) return true;
        const won = await this.#counters.findOneAndUpdate({ _id, next: standing.next, known: standing.known }, { $set: { next, known } });
        return won === null ? undefined : true;
      }),
    );
  }

  async #untilSettled<T>(attempt: () => Promise<T | undefined>): Promise<T> {
    for (let round = 0; round < ROUNDS; round++) {
      const settled = await attempt();
      if (settled !== undefined) return settled;
    }
    throw new VaultError('VAULT_FAILED', 'an invocation counter changes faster than it can be reserved');
  }
}
