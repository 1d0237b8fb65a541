import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEsdbEventStore } from '#eventstore';
import type { StoredEvent } from '#eventstore/port.js';
import { startFacade, type Facade } from '../../eventstore/facade/index.js';
import { allEvents } from '../chaos/record.js';
import { startFleetProcess, type FleetProcess } from '../support/fleet-process.js';
import { mongoServers, type RunningMongoServer } from '../support/mongo-servers.js';
import { freePort } from '../support/ports.js';
import { launchPlatform, type PlatformProcess } from '../support/platform-process.js';

/** The only server here whose compare-and-set holds when several processes come at once. */
const SERVER = 'mongo-java-server';

export const ATTEMPTS = 4;
/** Of the leases, ms. Short, so that many owners die in little time. */
export const TERM = 5_000;
/** A meter gives up a client that was stopped before another process may dial it: that is two thirds of a term later at the earliest. */
const INACTIVITY = TERM / 2;

/** Everything that takes its time in the field goes faster. */
const SETTINGS = {
  METERLOG_LEASE_TERM: `${TERM}ms`,
  METERLOG_RETRY: `${ATTEMPTS}x1s*2^n,cap=10s`,
  METERLOG_CIRCUIT: '3x1s*2^n,cap=10s',
  METERLOG_CONNECT_TIMEOUT: '1s',
  METERLOG_RESPONSE_TIMEOUT: '1s',
  METERLOG_MAX_SESSIONS: '20',
};

/** Exit code of a process that something outside keeps from starting. */
const CANNOT_OPEN = 3;
/** Of each process, where one of them fails. */
const KEPT_LINES = 40;

export type Part = 'front' | 'worker 1' | 'worker 2';
const ROLES: Readonly<Record<Part, string>> = {
  front: 'api,projector',
  'worker 1': 'orchestrator,gateway',
  'worker 2': 'orchestrator,gateway',
};

/** Two servers, a fleet, and three processes of one platform. */
export class Site {
  readonly #parts = new Map<Part, PlatformProcess>();

  private constructor(
    readonly fleet: FleetProcess,
    private readonly server: RunningMongoServer,
    private readonly facade: Facade,
    private readonly directory: string,
    private readonly ports: Readonly<Record<Part, number>>,
  ) {}

  static async start(meters: number, seed: number): Promise<Site> {
    const kind = mongoServers().find(({ name }) => name === SERVER);
    if (kind === undefined) throw new Error(`${SERVER} is not installed`);
    const directory = await mkdtemp(join(tmpdir(), 'meterlog-processes-'));
    const server = await kind.start();
    const facade = await startFacade({ directory });
    const fleet = await startFleetProcess(meters, seed, { base: '127.20.0.1', inactivityTimeout: INACTIVITY });
    const ports = { front: await freePort(), 'worker 1': await freePort(), 'worker 2': await freePort() };
    const site = new Site(fleet, server, facade, directory, ports);
    for (const part of Object.keys(ROLES) as Part[]) site.launch(part);
    return site;
  }

  of(part: Part): PlatformProcess {
    const found = this.#parts.get(part);
    if (found === undefined) throw new Error(`${part} was never started`);
    return found;
  }

  get front(): PlatformProcess {
    return this.of('front');
  }

  /** Starts a part, or starts it again. */
  launch(part: Part): PlatformProcess {
    const env = { ...SETTINGS, METERLOG_ROLES: ROLES[part], METERLOG_EVENTSTORE: this.facade.connectionString, METERLOG_READSTORE: this.server.url };
    const launched = launchPlatform(join(this.directory, part), this.ports[part], env);
    this.#parts.set(part, launched);
    return launched;
  }

  /**
   * Starts those again, as whatever supervises them would, that could not reach a server when they started: servers are slow on a busy machine.
   * @throws when a process has ended for another reason and nobody killed it
   */
  async check(): Promise<void> {
    for (const [part, { program }] of this.#parts) {
      if (program.running) continue;
      if ((await program.exited) !== CANNOT_OPEN) throw new Error(`${part} ended by itself:\n${program.output.slice(-KEPT_LINES).join('\n')}`);
      this.launch(part);
    }
  }

  /** What the processes printed last. */
  output(): string {
    return [...this.#parts].map(([part, { program }]) => [`${part}:`, ...program.output.slice(-KEPT_LINES)].join('\n')).join('\n');
  }

  /** @throws when a process does not tell its figures */
  async showMetrics(): Promise<void> {
    for (const [part, { api }] of this.#parts) {
      const { status, text } = await api.raw('/metrics', { headers: { authorization: `Bearer ${api.key}` } });
      if (status !== 200) throw new Error(`the metrics of ${part}: ${status} ${text}`);
    }
  }

  /** Ends the processes as a user would; the servers go on. */
  async stopPlatform(): Promise<void> {
    await Promise.all([...this.#parts.values()].map(async ({ program }) => program.stop()));
  }

  /** Everything that was recorded. */
  async record(): Promise<readonly StoredEvent[]> {
    const store = await openEsdbEventStore(this.facade.connectionString);
    try {
      return await allEvents(store);
    } finally {
      await store.close();
    }
  }

  async stop(): Promise<void> {
    for (const { program } of this.#parts.values()) program.kill('SIGKILL');
    await this.facade.stop();
    await this.server.stop();
    await this.fleet.program.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
