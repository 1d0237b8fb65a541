import type { SqliteFile } from '#sqlite';
import type { Credentials } from './access.js';

export interface FacadeTls {
  /** PEM texts of the server's certificate and its private key. */
  readonly certificate: string;
  readonly key: string;
}

export interface FacadeOptions {
  /** Where the events are: an open file with the events module, which stays its owner's, or a directory for a file of its own. */
  readonly file?: SqliteFile;
  readonly directory?: string;
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Passwords by user: asked of every call but gossip and server features. Clients send them over TLS only. */
  readonly credentials?: Credentials;
  readonly tls?: FacadeTls;
  /** Bytes of data in one append; 1,048,576 by default. */
  readonly maxAppendBytes?: number;
  /** Milliseconds until a batch that was begun and not finished is given up; 10,000 by default. */
  readonly writeTimeout?: number;
  /** Milliseconds that a live subscriber may take nothing while more events wait than a server keeps for it; 1,000 by default. */
  readonly slowConsumer?: number;
  /** Milliseconds since 1970: when events were written, and how old they are by now. */
  readonly now?: () => number;
  /** Hears of what went wrong inside the façade itself; nobody by default. */
  readonly report?: (error: unknown) => void;
}

/** A running façade, and what a test can have go wrong with it. */
export interface Facade {
  readonly port: number;
  /** For the official client; without credentials. */
  readonly connectionString: string;
  /** How many subscriptions are being served by now. */
  readonly subscriptions: number;
  /** Cuts all connections; new ones are taken. */
  dropConnections(): void;
  /** Cuts all connections and every new one at once, until {@link acceptConnections}. */
  refuseConnections(): void;
  acceptConnections(): void;
  /** Holds back the answers of writes, which are carried out meanwhile, for so many milliseconds; 0 ends it. */
  delayReplies(milliseconds: number): void;
  /** The next append, or so many, is written but never answered. */
  loseAppendAnswers(count?: number): void;
  /** Ends every subscription with ABORTED, as a server ends those of slow consumers. */
  cutSubscriptions(): void;
  /** Ends all calls, the store, and the file if it is the façade's own. */
  stop(): Promise<void>;
}
