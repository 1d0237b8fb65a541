import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandOptions } from '#contract';
import { DEFAULT_POLICY, uniformPolicies, type AcceptOperation, type DeviceCommand } from '#domain';
import { addDevice } from '#domain/device/testing/samples.js';
import { EventRegistry, silentLog, uuidv7, VirtualClock, type RecordedEvent } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { unreliable, type UnreliableEventStore } from '#event-sourcing/testing/unreliable-event-store.js';
import { openEmbeddedReadStore, readWriterModule, type ReadStore } from '#readstore';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { deviceRepository, type DeviceRepository } from '../../device-repository.js';
import { allEventTypes } from '../../event-types/all-event-types.js';
import { NOTIFICATION_STREAM_PREFIX } from '../notification-repository.js';
import { Notifications, type NotificationAt, type NotificationsOptions } from '../notifications.js';
import { ScriptedReceivers } from './scripted-receivers.js';
import { watched, type WatchedReadStore } from './watched-read-store.js';

export const START = Date.UTC(2026, 0, 1, 12);
export const MINUTE = 60_000;
export const SECRET = 'whsec-of-tests-0123456789';
export const HOOK = 'https://client.example/hook';
export const DEVICE = 'TEST1';

/** Turns of the event loop, without an answer that is owed, in which everything that can go on has gone on. */
const CALM = 50;
const MOST_TURNS = 200_000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets everything go on that can without time passing (the read store answers from a thread of its own) until `look` answers what fits. */
export async function until<T>(look: () => T | Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const seen = await look();
    if (fits(seen)) return seen;
    await turn();
  }
  throw new Error(`it did not come about; last seen: ${JSON.stringify(await look())}`);
}

const context = (correlationUid: string) => ({ commandId: correlationUid, correlationUid, causationId: null, actor: 'operations/test/-' });

/** Notifications on real stores under a virtual clock, with scripted receivers. One device, {@link DEVICE}, is registered. */
export class NotificationHouse {
  readonly clock: VirtualClock;
  readonly receivers: ScriptedReceivers;
  private readonly devices: DeviceRepository;
  private ending: (() => Promise<void>) | undefined;

  private constructor(
    readonly store: MemoryEventStore,
    /** The same store as the notifications see it. */
    readonly network: UnreliableEventStore,
    readonly registry: EventRegistry,
    private readonly reads: WatchedReadStore,
    private readonly file: SqliteFile,
    private readonly folder: string,
    now: number,
  ) {
    this.clock = new VirtualClock(now);
    this.receivers = new ScriptedReceivers(this.clock);
    this.devices = deviceRepository({ store, registry, clock: this.clock, policies: uniformPolicies(DEFAULT_POLICY) });
  }

  static async open(): Promise<NotificationHouse> {
    const folder = await mkdtemp(join(tmpdir(), 'meterlog-notifications-'));
    const file = await openSqliteFile({ path: join(folder, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
    const store = new MemoryEventStore();
    const registry = new EventRegistry(allEventTypes);
    const house = new NotificationHouse(store, unreliable(store), registry, watched(await openEmbeddedReadStore(file)), file, folder, START);
    const correlationUid = uuidv7(START);
    await house.devices.execute(DEVICE, { ...addDevice(), correlationUid }, context(correlationUid));
    return house;
  }

  get readStore(): ReadStore {
    return this.reads.readStore;
  }

  /** The same house at another time, before anything was started in it. */
  at(now: number): NotificationHouse {
    const { store, network, registry, reads, file, folder } = this;
    return new NotificationHouse(store, network, registry, reads, file, folder, now);
  }

  async start(options: Partial<NotificationsOptions> = {}): Promise<Notifications> {
    const { network: store, readStore, registry, receivers: sender, clock } = this;
    const defaults = { store, readStore, registry, sender, secret: SECRET, urlOf: () => undefined, clock, log: silentLog, pace: 0 };
    const notifications = await Notifications.open({ ...defaults, ...options });
    const stopping = new AbortController();
    const run = notifications.run(stopping.signal);
    this.ending = async () => {
      stopping.abort();
      // What hangs is waited for until the grace is over.
      let over = false;
      void run.then(() => (over = true));
      while (!over) await clock.advance(100);
      await run;
    };
    return notifications;
  }

  /** Ends what was started. Requests that hang are given up: nobody records what became of them, as in a crash. */
  async end(): Promise<void> {
    await this.ending?.();
    this.ending = undefined;
  }

  async restart(options: Partial<NotificationsOptions> = {}): Promise<Notifications> {
    await this.end();
    return this.start(options);
  }

  async close(): Promise<void> {
    await this.end();
    await this.file.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Answers the uid of a command that waits. */
  async accepted(options: Partial<CommandOptions> = {}): Promise<string> {
    const correlationUid = uuidv7(this.clock.now());
    await this.execute({
      kind: 'Accept',
      correlationUid,
      operation: 'GetActualMeterReads',
      data: null,
      options: { priority: 4, bypassRetry: false, ...options },
      requestHash: correlationUid,
      actor: 'operations/test/-',
    } as AcceptOperation);
    return correlationUid;
  }

  async cancel(correlationUid: string): Promise<void> {
    await this.execute({ kind: 'Cancel', correlationUid, reason: 'not needed' });
  }

  /** Answers the uid of a command that has ended. */
  async ended(options: Partial<CommandOptions> = {}): Promise<string> {
    const correlationUid = await this.accepted(options);
    await this.cancel(correlationUid);
    return correlationUid;
  }

  /** Everything that was recorded about notifications. */
  async recorded(): Promise<readonly RecordedEvent[]> {
    const { events } = await this.store.readAll({ streamPrefix: NOTIFICATION_STREAM_PREFIX, limit: 100_000 });
    return this.registry.decodeAll(events);
  }

  /** Moves time on to `ms` after {@link START}, from wait to wait; what stirs in between has its turns. */
  async advanceTo(ms: number): Promise<void> {
    while (this.clock.now() < START + ms) {
      await this.settled();
      await this.clock.advance(Math.min(this.clock.next ?? Infinity, START + ms) - this.clock.now());
    }
    await this.settled();
  }

  /** Moves time on until `look` answers what fits. @throws when that takes more than two hours */
  async eventually<T>(look: () => T | Promise<T>, fits: (seen: T) => boolean): Promise<T> {
    for (const end = this.clock.now() + 120 * MINUTE; this.clock.now() < end; await this.clock.advance((this.clock.next ?? end) - this.clock.now())) {
      await this.settled();
      const seen = await look();
      if (fits(seen)) return seen;
    }
    throw new Error(`it did not come about; last seen: ${JSON.stringify(await look())}`);
  }

  private async settled(): Promise<void> {
    for (let calm = 0; calm < CALM; calm++) {
      await turn();
      if (this.reads.owed > 0) calm = -1;
    }
  }

  private async execute(command: DeviceCommand & { readonly correlationUid: string }): Promise<void> {
    await this.devices.execute(DEVICE, command, { ...context(command.correlationUid), commandId: `${command.correlationUid}/${command.kind}` });
  }
}

export async function logged(notifications: Notifications): Promise<readonly NotificationAt[]> {
  return (await notifications.queries.list({ organisation: 'operations' }, { limit: 500 })).items;
}

export async function statuses(notifications: Notifications): Promise<readonly string[]> {
  return (await logged(notifications)).map(({ status }) => status);
}
