import type { ReadStore } from '#readstore/port.js';

const TABLE = 'projectionProgress';
const ROW = 'kept';

type Positions = Readonly<Record<string, number>>;

/**
 * One row that says how far the read models are, by projection: checkpoints lag behind where nothing had to be written. Who keeps the read models
 * writes it; positions only ever rise.
 */
export class ProgressBoard {
  #version = 0;

  constructor(private readonly readStore: ReadStore) {}

  async read(): Promise<Positions> {
    return (await this.readStore.getRow<Positions>(TABLE, ROW))?.document ?? {};
  }

  /** What everybody else finds is no less than this when it resolves. */
  async publish(positions: Positions): Promise<void> {
    let all = positions;
    for (;;) {
      const version = await this.readStore.compareAndSet(TABLE, ROW, this.#version, all);
      if (version !== undefined) {
        this.#version = version;
        return;
      }
      const row = await this.readStore.getRow<Positions>(TABLE, ROW);
      this.#version = row?.version ?? 0;
      all = highest(row?.document ?? {}, positions);
    }
  }
}

function highest(some: Positions, others: Positions): Positions {
  const names = new Set([...Object.keys(some), ...Object.keys(others)]);
  return Object.fromEntries([...names].map((name) => [name, Math.max(some[name] ?? 0, others[name] ?? 0)]));
}
