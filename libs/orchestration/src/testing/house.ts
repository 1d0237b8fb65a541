import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandOptions, OperationName } from '#contract';
import {
  DEFAULT_CIRCUIT,
  DEFAULT_POLICY,
  deviceEventTypes,
  uniformPolicies,
  type AcceptOperation,
  type CircuitPolicy,
  type CommandPolicy,
  type DeviceCommand,
  type DeviceEvent,
} from '#domain';
import { ADD_DEVICE_DATA, addDevice, SETTINGS } from '#domain/device/testing/samples.js';
import { EventRegistry, silentLog, systemClock, uuidv7, VirtualClock, type RecordedEvent } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { EventStore } from '#eventstore/port.js';
import { allProjections, CommandQueries, DueQueries, ProjectionRunner } from '#projections';
import { openEmbeddedReadStore, readWriterModule } from '#readstore';
import { embeddedResultsStore, parseMasterKeys, resultsWriterModule } from '#security';
import { openSqliteFile } from '#sqlite';
import { deviceRepository } from '../device-repository.js';
import { Dispatcher, type DispatcherTimes } from '../dispatcher.js';
import { everything, type Ownership } from '../ownership.js';
import { LimitTable } from '../permits/limit-table.js';
import { localPermits, type LocalPermits } from '../permits/local-permits.js';
import type { DispatchObserver } from '../ports.js';
import type { LastingGateway } from './lasting-gateway.js';
import type { ScriptedGateway } from './scripted-gateway.js';

export const START = Date.UTC(2026, 0, 1, 12);
/** The dispatcher's own sleep, and that of the keeper of its queue. */
const ASLEEP = 2;
/** Turns of the event loop in which nothing may stir. */
const CALM = 5;
const ENDINGS = ['CommandSucceeded', 'CommandFailed', 'CommandExpired', 'CommandCancelled'];

/** Where a device is. */
export interface Place {
  readonly btsId?: number;
  readonly cellId?: number;
}

export interface HouseSettings {
  readonly concurrency?: number;
  readonly policy?: CommandPolicy;
  readonly circuit?: CircuitPolicy;
  readonly ownership?: Ownership;
  readonly times?: Partial<DispatcherTimes>;
  readonly observer?: DispatchObserver;
  /** Default: one at {@link START}. */
  readonly clock?: VirtualClock;
}

export interface House {
  readonly clock: VirtualClock;
  readonly limits: LimitTable;
  readonly permits: LocalPermits;
  /** Moves the clock to `ms` after {@link START}, from wait to wait; at each stop everything that can go on has gone on. */
  advanceTo(ms: number): Promise<void>;
  /** Registers a device, anew where there is one. */
  register(device: string, place?: Place): Promise<void>;
  /** Answers the correlation uid. */
  accept<O extends OperationName>(
    device: string,
    operation: O,
    data: unknown,
    options?: Partial<CommandOptions>,
    organisation?: string,
  ): Promise<string>;
  /** Somebody does something to a command or a device. */
  act(device: string, command: DeviceCommand): Promise<void>;
  /** The events of the command, in order. */
  eventsOf(device: string, uid: string): Promise<readonly RecordedEvent[]>;
  /** Resolves when the command has an event of this type. */
  until(device: string, uid: string, type: DeviceEvent['type']): Promise<readonly RecordedEvent[]>;
  ended(device: string, uid: string): Promise<RecordedEvent>;
  response(uid: string): Promise<unknown>;
  /** Commands that the dispatcher holds in memory. */
  readonly queued: number;
  start(): Promise<void>;
  /** Stops the dispatcher within its grace. */
  stop(): Promise<void>;
  /** The process dies: nothing of the dispatcher goes on, a new one starts on what is stored. */
  crashAndRestart(): Promise<void>;
  close(): Promise<void>;
}

/** The orchestrator on real projections and stores under a virtual clock, with a scripted gateway. */
export async function openHouse(gateway: ScriptedGateway | LastingGateway, settings: HouseSettings = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'meterlog-orchestration-'));
  const modules = { readstore: readWriterModule, results: resultsWriterModule };
  const file = await openSqliteFile({ path: join(folder, 'house.db'), synchronous: 'NORMAL', modules });
  const clock = settings.clock ?? new VirtualClock(START);
  const store = new MemoryEventStore();
  const registry = new EventRegistry(deviceEventTypes);
  const policies = uniformPolicies(settings.policy ?? DEFAULT_POLICY, settings.circuit ?? DEFAULT_CIRCUIT);
  const readStore = await openEmbeddedReadStore(file);
  const results = embeddedResultsStore(file, { masterKeys: parseMasterKeys('ab'.repeat(32)), now: () => clock.now() });
  // The projections run on the machine's clock: they only wait in trouble.
  const runner = new ProjectionRunner({ store, readStore, registry, projections: allProjections, clock: systemClock, log: silentLog });
  await runner.start();
  const devices = deviceRepository({ store, registry, clock, policies });
  const commands = new CommandQueries(readStore);
  const limits = new LimitTable({ maxConcurrency: settings.concurrency ?? 10, maxNewPerSecond: -1 });
  let permits = localPermits(limits);
  let life = { over: false };
  const born = () => {
    const own = mortal(store, life);
    return new Dispatcher({
      devices: deviceRepository({ store: own, registry, clock, policies }),
      due: new DueQueries(readStore),
      gateway,
      results,
      store: own,
      runner,
      permits,
      ownership: settings.ownership ?? everything,
      times: settings.times ?? {},
      ...(settings.observer === undefined ? {} : { observer: settings.observer }),
      clock,
      log: silentLog,
      resultTtl: 86_400_000,
    });
  };
  let dispatcher = born();
  let closed = false;
  const actorOf = (organisation: string): string => `${organisation}/test/-`;
  const context = (correlationUid: string, organisation = 'operations') => ({
    commandId: uuidv7(clock.now()),
    correlationUid,
    causationId: null,
    actor: actorOf(organisation),
  });

  /** A test that was given up must not go on for ever. */
  const turn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      setImmediate(() => (closed ? reject(new Error('the house is closed')) : resolve()));
    });
  const resting = (): number => ('resting' in gateway ? gateway.resting : 0);
  const settled = async (): Promise<void> => {
    for (let calm = 0; calm < CALM; calm++) {
      const inSessions = resting();
      const atRest = gateway.idle && dispatcher.idle && dispatcher.running === inSessions && clock.waiting >= ASLEEP + inSessions;
      const head = await store.head();
      if (!atRest || runner.positionOf('due') < head || dispatcher.position < head) calm = -1;
      await turn();
    }
  };

  const house: House = {
    clock,
    limits,
    get permits() {
      return permits;
    },
    get queued() {
      return dispatcher.queued.waiting;
    },
    async advanceTo(ms) {
      await settled();
      while (clock.now() < START + ms) {
        await clock.advance(Math.min(clock.next ?? Infinity, START + ms) - clock.now());
        await settled();
      }
    },
    async register(device, place = {}) {
      const correlationUid = uuidv7(clock.now());
      const data = { ...ADD_DEVICE_DATA, device: { ...SETTINGS, ...place }, overwrite: true };
      await devices.execute(device, { ...addDevice({ data }), correlationUid }, context(correlationUid));
    },
    async accept(device, operation, data, options = {}, organisation = 'operations') {
      const correlationUid = uuidv7(clock.now());
      const accept = {
        kind: 'Accept',
        correlationUid,
        operation,
        data,
        options: { priority: 4, bypassRetry: false, ...options },
        requestHash: correlationUid,
        actor: actorOf(organisation),
      } as AcceptOperation;
      await devices.execute(device, accept, context(correlationUid, organisation));
      return correlationUid;
    },
    async act(device, command) {
      await devices.execute(device, command, context(command.correlationUid));
    },
    async eventsOf(device, uid) {
      const history = await devices.history(device, { limit: 10_000 });
      return history.filter(({ correlationUid }) => correlationUid === uid);
    },
    async until(device, uid, type) {
      for (;;) {
        const events = await house.eventsOf(device, uid);
        if (events.some((event) => event.type === type)) return events;
        await turn();
      }
    },
    async ended(device, uid) {
      for (;;) {
        const end = (await house.eventsOf(device, uid)).find(({ type }) => ENDINGS.includes(type));
        if (end !== undefined) return end;
        await turn();
      }
    },
    async response(uid) {
      await runner.waitFor('commands', await store.head(), 5_000);
      const view = await commands.get(uid);
      const ref = view?.responseRef;
      const text = ref === null || ref === undefined ? undefined : await results.get(uid, ref);
      return text === undefined ? undefined : (JSON.parse(text) as { response: unknown }).response;
    },
    async start() {
      await runner.waitFor('due', await store.head(), 5_000);
      await dispatcher.start();
    },
    stop: () => dispatcher.stop(0),
    async crashAndRestart() {
      life.over = true;
      gateway.crash();
      life = { over: false };
      permits = localPermits(limits);
      dispatcher = born();
      await house.start();
    },
    async close() {
      closed = true;
      await dispatcher.stop(0);
      await runner.stop();
      await file.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return house;
}

/** The store as a process sees it that may die: nothing is answered any more then, and nothing written. */
function mortal(store: EventStore, life: { readonly over: boolean }): EventStore {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => (life.over ? new Promise(() => undefined) : Reflect.apply(value, target, given));
    },
  });
}
