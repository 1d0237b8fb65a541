import { cpSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, jest } from '@jest/globals';
import { type Facade, type FacadeOptions, startFacade } from '../../../facade/index.js';
import { temporaryDirectory } from '../../../test-support/temporary-store.js';
import { type EsdbOptions, type EventStore, openEsdbEventStore } from '../../index.js';

export interface Warning {
  readonly fields: object;
  readonly message: string;
}

export interface EsdbUnderTest {
  readonly facade: Facade;
  readonly store: EventStore;
  /** What the adapter logged so far. */
  readonly warnings: readonly Warning[];
  /** Another store on the same server; closed after the test. */
  open(options?: EsdbOptions): Promise<EventStore>;
  /** Another server of its own; stopped after the test. */
  another(): Promise<Facade>;
  /** Stops the server and starts it on the same data and port. */
  restart(): Promise<void>;
  /** Restarts the server, lets `work` happen, and restarts it on the data of before. */
  rewind(work: () => Promise<void>): Promise<void>;
}

/** Two processes' worth of work, on a machine that may be busy. */
const PATIENCE = 30_000;

/** A façade and a store on it, both new for each test of the enclosing block. */
export function esdbForTests(options: EsdbOptions = {}, facadeOptions: Omit<FacadeOptions, 'directory' | 'file'> = {}): EsdbUnderTest {
  jest.setTimeout(PATIENCE);
  const ends: (() => Promise<void> | void)[] = [];
  let facade: Facade | undefined;
  let store: EventStore | undefined;
  let path = '';
  let warnings: Warning[] = [];
  const log = { warn: (fields: object, message: string): number => warnings.push({ fields, message }) };
  const started = (): Facade => {
    if (facade === undefined) throw new Error('not started yet');
    return facade;
  };
  const start = async (port = 0): Promise<void> => {
    facade = await startFacade({ directory: path, ...facadeOptions, port });
  };
  const restart = async (meanwhile: () => void): Promise<void> => {
    const { port } = started();
    await started().stop();
    meanwhile();
    await start(port);
  };
  const open = async (more: EsdbOptions = {}): Promise<EventStore> => {
    const opened = await openEsdbEventStore(started().connectionString, { log, ...options, ...more });
    ends.push(async () => opened.close());
    return opened;
  };
  beforeEach(async () => {
    warnings = [];
    const directory = temporaryDirectory();
    ({ path } = directory);
    ends.push(() => directory.remove());
    await start();
    ends.push(async () => started().stop());
    store = await open();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  return {
    open,
    get facade() {
      return started();
    },
    get store() {
      if (store === undefined) throw new Error('not open yet');
      return store;
    },
    get warnings() {
      return warnings;
    },
    another: async () => {
      const directory = temporaryDirectory();
      const other = await startFacade({ directory: directory.path });
      ends.push(async () => {
        await other.stop();
        directory.remove();
      });
      return other;
    },
    restart: () => restart(() => undefined),
    rewind: async (work) => {
      const backup = temporaryDirectory();
      ends.push(() => backup.remove());
      await restart(() => cpSync(path, backup.path, { recursive: true }));
      await work();
      await restart(() => {
        rmSync(path, { recursive: true });
        cpSync(backup.path, path, { recursive: true });
      });
    },
  };
}
