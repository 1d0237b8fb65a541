import type { Db } from 'mongodb';

/** A database of a MongoDB server, with one pool of connections. */
export interface Mongo {
  /** Writes are acknowledged by a majority and journaled, reads are of what a majority has. */
  readonly db: Db;
  /** How many updates one command may hold, at most. */
  readonly updatesPerCommand: number;
  /** @throws MongoStoreError when no server answers */
  ping(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface MongoOptions {
  /** Told when the server is reached, lost and found again; never of credentials. */
  readonly log?: (message: string, details: Readonly<Record<string, unknown>>) => void;
  /** What the server's own logs call this client. */
  readonly appName?: string;
  /** Goes before what the connection string and the server say. */
  readonly updatesPerCommand?: number;
}
