import type { Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import type { KeyTransport, MasterKeys, ResultsStore, SigningKey, Vault } from '#security';

export interface StoresOptions {
  /** Data directory of what is embedded. */
  readonly data: string;
  /** `esdb://…` or `esdb+discover://…`; default: embedded. */
  readonly eventStore?: string | undefined;
  /** `mongodb://…` or `mongodb+srv://…`; default: embedded. */
  readonly readStore?: string | undefined;
  readonly masterKeys: MasterKeys;
  readonly log: Log;
}

/** A store that does not work now. */
export interface StoreProblem {
  readonly store: 'events' | 'reads' | 'vault';
  /** One line without secrets. */
  readonly message: string;
}

/** Everything that lasts. */
export interface Stores {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly vault: Vault;
  readonly results: ResultsStore;
  readonly keyTransport: KeyTransport;
  readonly signingKey: SigningKey;
  /** What does not work now: a writer thread that died, a server that cannot be reached. Empty when all is well. Answers within seconds, never rejects. */
  health(): Promise<readonly StoreProblem[]>;
  /** Closes everything, the last opened first. Idempotent. */
  close(): Promise<void>;
}
