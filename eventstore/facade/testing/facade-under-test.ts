import { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll, jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Facade, type FacadeOptions, startFacade } from '../index.js';

export interface FacadeUnderTest {
  readonly facade: Facade;
  readonly client: EventStoreDBClient;
  readonly directory: string;
  /** Stops the façade and starts it on the same data; the client is a new one. */
  restart(): Promise<void>;
}

/** What went wrong inside the façade fails the test that sees it. */
const report = (error: unknown): void => console.error(error);

/** Client and server share one thread here, and often a busy machine. */
const PATIENCE = 60_000;

/** A façade with a directory of its own for all tests of the enclosing block, and an official client. */
export function facadeForTests(options: Omit<FacadeOptions, 'directory' | 'file'> = {}): FacadeUnderTest {
  jest.setTimeout(PATIENCE);
  const directory = mkdtempSync(join(tmpdir(), 'facade-'));
  let facade: Facade | undefined;
  let client: EventStoreDBClient | undefined;
  const start = async (): Promise<void> => {
    facade = await startFacade({ directory, report, ...options });
    client = EventStoreDBClient.connectionString(facade.connectionString);
  };
  const stop = async (): Promise<void> => {
    await client?.dispose();
    await facade?.stop();
  };
  beforeAll(start);
  afterAll(async () => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    directory,
    get facade() {
      if (facade === undefined) throw new Error('not started yet');
      return facade;
    },
    get client() {
      if (client === undefined) throw new Error('not started yet');
      return client;
    },
    restart: async () => {
      await stop();
      await start();
    },
  };
}
