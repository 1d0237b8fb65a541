import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_POLICY, uniformPolicies } from '#domain';
import { addDevice } from '#domain/device/testing/samples.js';
import { EventRegistry, silentLog, systemClock, uuidv7, VirtualClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { unreliable, type UnreliableEventStore } from '#event-sourcing/testing/unreliable-event-store.js';
import { allProjections, CommandQueries, DeviceQueries, ProjectionRunner } from '#projections';
import { openEmbeddedReadStore, readWriterModule, type ReadStore } from '#readstore';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { deviceRepository, type DeviceRepository } from '../../device-repository.js';
import { allEventTypes } from '../../event-types/all-event-types.js';
import { SCHEDULE_STREAM_PREFIX } from '../schedule-repository.js';
import { Schedules, type SchedulesOptions, type Wish } from '../schedules.js';
import { HOUR, NOON } from './samples.js';
import { readAsIs } from './scheduling-world.js';

/** Turns of the event loop in which everything that can go on has gone on. */
const CALM = 20;
const MOST_TURNS = 200_000;
const FOREVER = new AbortController().signal;

export const wish = (reason = 'needed', organisation = 'operations'): Wish => ({ organisation, actor: `${organisation}/test/anna`, reason });

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Schedules on real read models under a virtual clock. */
export class ScheduleHouse {
  readonly clock = new VirtualClock(NOON);
  readonly registry = new EventRegistry(allEventTypes);
  /** The store as the schedules see it. */
  readonly network: UnreliableEventStore;
  private readonly devices: DeviceRepository;
  private ending: (() => Promise<void>) | undefined;
  private schedules: Schedules | undefined;

  private constructor(
    readonly store: MemoryEventStore,
    readonly readStore: ReadStore,
    private readonly runner: ProjectionRunner,
    private readonly file: SqliteFile,
    private readonly folder: string,
  ) {
    const { registry, clock } = this;
    this.network = unreliable(store);
    this.devices = deviceRepository({ store, registry, clock, policies: uniformPolicies(DEFAULT_POLICY) });
  }

  /** @param store of a house before: its read models are made anew */
  static async open(store = new MemoryEventStore()): Promise<ScheduleHouse> {
    const folder = await mkdtemp(join(tmpdir(), 'meterlog-schedules-'));
    const file = await openSqliteFile({ path: join(folder, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
    const readStore = await openEmbeddedReadStore(file);
    const registry = new EventRegistry(allEventTypes);
    // On the machine's clock: projections only wait in trouble.
    const runner = new ProjectionRunner({ store, readStore, registry, projections: allProjections, clock: systemClock, log: silentLog });
    await runner.start();
    return new ScheduleHouse(store, readStore, runner, file, folder);
  }

  async register(...devices: readonly string[]): Promise<void> {
    for (const device of devices) {
      const correlationUid = uuidv7(this.clock.now());
      const context = { commandId: correlationUid, correlationUid, causationId: null, actor: 'operations/test/-' };
      const { position } = await this.devices.execute(device, { ...addDevice(), correlationUid }, context);
      await this.runner.waitFor('devices', position, 10_000, new AbortController().signal);
    }
  }

  async start(options: Partial<SchedulesOptions> = {}): Promise<Schedules> {
    const { readStore, registry, clock } = this;
    const schedules = await Schedules.open({
      store: this.network,
      readStore,
      registry,
      devices: deviceRepository({ store: this.network, registry, clock, policies: uniformPolicies(DEFAULT_POLICY) }),
      deviceList: new DeviceQueries(readStore),
      commands: new CommandQueries(readStore),
      read: readAsIs,
      clock,
      log: silentLog,
      pace: 0,
      ...options,
    });
    this.schedules = schedules;
    const stopping = new AbortController();
    const run = Promise.all([schedules.follow(stopping.signal), schedules.run(stopping.signal)]);
    this.ending = async () => {
      stopping.abort();
      await run;
    };
    return schedules;
  }

  async stop(): Promise<void> {
    await this.ending?.();
    this.ending = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.runner.stop();
    await this.file.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The times that the device's scheduled commands are meant for. */
  async timesOf(device: string): Promise<readonly string[]> {
    const stored = await this.store.readStream(`device-${device}`, { from: 0, direction: 'forward', limit: 1_000 });
    const accepted = await this.registry.decodeAll(stored.filter(({ type }) => type === 'CommandAccepted'));
    return accepted.flatMap(({ data }) => (data as { options: { scheduleTime?: string } }).options.scheduleTime ?? []);
  }

  /** Moves time on from wait to wait until `look` answers what fits. @throws when that takes more than an hour */
  async eventually<T>(look: () => T | Promise<T>, fits: (seen: T) => boolean): Promise<T> {
    for (const end = this.clock.now() + HOUR; this.clock.now() < end; await this.clock.advance((this.clock.next ?? end) - this.clock.now())) {
      await this.settled();
      const seen = await look();
      if (fits(seen)) return seen;
    }
    throw new Error(`it did not come about; last seen: ${JSON.stringify(await look())}`);
  }

  /** Moves time to an instant, epoch ms, from wait to wait. */
  async advanceTo(instant: number): Promise<void> {
    while (this.clock.now() < instant) {
      await this.settled();
      await this.clock.advance(Math.min(this.clock.next ?? Infinity, instant) - this.clock.now());
    }
    await this.settled();
  }

  /** The scheduler sleeps and the read models know all that is recorded: nothing goes on without time passing. */
  private async settled(): Promise<void> {
    for (let [calm, turns] = [0, 0]; calm < CALM; calm++, turns++) {
      if (turns > MOST_TURNS) throw new Error('it does not come to rest');
      await turn();
      const head = (await this.store.readAll({ streamPrefix: SCHEDULE_STREAM_PREFIX, limit: 100_000 })).events.at(-1)?.position ?? 0;
      const isAtRest = this.clock.waiting > 0 && (await this.schedules?.waitFor(head, 0, FOREVER)) !== false;
      if (!isAtRest) calm = 0;
    }
  }
}
