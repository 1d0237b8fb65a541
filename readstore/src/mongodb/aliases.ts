import type { Db } from 'mongodb';
import { ALIASES } from './names.js';
import { Rows } from './rows.js';

/** How long another process may go on reading where an alias pointed before. */
const KEPT_MS = 1_000;
const ID = 'aliases';

type Names = Readonly<Record<string, string>>;

interface Read {
  readonly version: number;
  readonly names: ReadonlyMap<string, string>;
}

/** All aliases in one document, which is why they change all at once. Throws what the driver throws. */
export class Aliases {
  readonly #rows: Rows;
  readonly #now: () => number;
  #kept: (Read & { readonly at: number }) | undefined;
  #refreshing: Promise<Read> | undefined;

  /** `now`: ms of a clock that never goes back. */
  constructor(db: Db, now: () => number) {
    this.#rows = new Rows(db, ALIASES);
    this.#now = now;
  }

  /** The collection that the alias points at, as it was known at most a second ago; undefined when there is no such alias. */
  async resolve(alias: string): Promise<string | undefined> {
    const kept = this.#kept;
    if (kept !== undefined && this.#now() - kept.at < KEPT_MS) return kept.names.get(alias);
    // Who asks while the answer is under way shares it.
    this.#refreshing ??= this.read().finally(() => (this.#refreshing = undefined));
    return (await this.#refreshing).names.get(alias);
  }

  /** As they are now. */
  async read(): Promise<Read> {
    const row = await this.#rows.get<Names>(ID);
    return this.#keep({ version: row?.version ?? 0, names: new Map(Object.entries(row?.document ?? {})) });
  }

  async point(aliases: Names): Promise<void> {
    for (;;) {
      const { version, names } = await this.read();
      const pointed = new Map([...names, ...Object.entries(aliases)]);
      const next = await this.#rows.compareAndSet(ID, version, Object.fromEntries(pointed));
      if (next === undefined) continue;
      this.#keep({ version: next, names: pointed });
      return;
    }
  }

  /** An answer that was under way while an alias was pointed elsewhere must not turn it back. */
  #keep(read: Read): Read {
    const newest = this.#kept !== undefined && this.#kept.version > read.version ? this.#kept : read;
    this.#kept = { ...newest, at: this.#now() };
    return newest;
  }
}
