import { DEFAULT_POLICY, uniformPolicies } from '#domain';
import { addDevice } from '#domain/device/testing/samples.js';
import { EventRegistry, silentLog, VirtualClock, uuidv5, type RecordedEvent } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { EventStore } from '#eventstore/port.js';
import { deviceRepository, deviceStream } from '../../device-repository.js';
import { allEventTypes } from '../../event-types/all-event-types.js';
import { CommandAcceptor } from '../command-acceptor.js';
import type { DeviceList, RequestReader } from '../ports.js';
import type { ScheduledRequest, ScheduleDefinition } from '../schedule-events.js';
import { ScheduleProcess, type ScheduleProcessOptions } from '../schedule-process.js';
import { SCHEDULE_STREAM_PREFIX, ScheduleRepository } from '../schedule-repository.js';
import { Slots } from '../slots.js';
import type { Mortality } from './mortality.js';
import { definition, ID, NOON, OWNER } from './samples.js';

/** Takes the request as it is, as the platform would one that is right. */
export const readAsIs: RequestReader = ({ operation, data, options }) =>
  ({ operation, data, options: { priority: 4, bypassRetry: false, ...options } }) as ScheduledRequest;

const SMALL_PAGE = 2;

/** A schedule and its devices on a store in memory, under a virtual clock; processes come and go. */
export class SchedulingWorld {
  readonly clock = new VirtualClock(NOON);
  readonly store = new MemoryEventStore();
  readonly registry = new EventRegistry(allEventTypes);
  /** As the read model lists them: two a page. */
  readonly listed: { deviceIdentification: string; deviceType: string }[] = [];

  async register(...devices: readonly string[]): Promise<void> {
    const repository = deviceRepository({ ...this.environment(), policies: uniformPolicies(DEFAULT_POLICY) });
    for (const device of devices) {
      const correlationUid = uuidv5(ID, device);
      const context = { commandId: correlationUid, correlationUid, causationId: null, actor: OWNER };
      await repository.execute(device, { ...addDevice(), correlationUid }, context);
      this.listed.push({ deviceIdentification: device, deviceType: 'SMART_METER_E' });
    }
  }

  async create(change: Partial<ScheduleDefinition> = {}): Promise<void> {
    const create = { kind: 'Create', definition: definition(change), organisation: 'operations', reason: 'needed' } as const;
    await new ScheduleRepository(this.environment()).execute(ID, create, { commandId: ID, correlationUid: ID, causationId: null, actor: OWNER });
  }

  /** What a new operating-system process would have: nothing but what is stored. */
  process(mortality?: Mortality, change: Partial<ScheduleProcessOptions> = {}): ScheduleProcess {
    const store = mortality === undefined ? this.store : mortal(this.store, mortality);
    const devices = deviceRepository({ ...this.environment(), store, policies: uniformPolicies(DEFAULT_POLICY) });
    const list: DeviceList = {
      list: async ({ from = '' }) => {
        const work = async () => this.page(from);
        return mortality === undefined ? work() : mortality.pass(work);
      },
    };
    const commands = { get: async () => undefined };
    const acceptor = new CommandAcceptor({ devices, commands, slots: new Slots(2), clock: this.clock, log: silentLog });
    const schedules = new ScheduleRepository({ ...this.environment(), store });
    return new ScheduleProcess({ schedules, devices: list, acceptor, read: readAsIs, clock: this.clock, log: silentLog, ...change });
  }

  /** The events of the schedule. */
  async history(): Promise<readonly RecordedEvent[]> {
    return this.registry.decodeAll(await this.store.readStream(`${SCHEDULE_STREAM_PREFIX}${ID}`, { from: 0, direction: 'forward', limit: 1_000 }));
  }

  /** The commands that a device accepted from schedules: their uids and when they are meant for. */
  async commandsOf(device: string): Promise<readonly RecordedEvent[]> {
    const stored = await this.store.readStream(deviceStream(device), { from: 0, direction: 'forward', limit: 1_000 });
    const events = await this.registry.decodeAll(stored.filter(({ type }) => type === 'CommandAccepted'));
    return events.filter(({ data }) => (data as { operation: string }).operation !== 'AddDevice');
  }

  private environment() {
    const { store, registry, clock } = this;
    return { store, registry, clock };
  }

  private page(from: string) {
    const found = this.listed
      .toSorted((a, b) => (a.deviceIdentification < b.deviceIdentification ? -1 : 1))
      .filter((each) => each.deviceIdentification >= from);
    return { items: found.slice(0, SMALL_PAGE), next: found.length > SMALL_PAGE ? 'more' : null };
  }
}

function mortal(store: EventStore, mortality: Mortality): EventStore {
  return {
    ...bound(store),
    append: async (stream, events, expected) => mortality.pass(async () => store.append(stream, events, expected)),
    readStream: async (stream, options) => mortality.pass(async () => store.readStream(stream, options)),
  };
}

function bound(store: EventStore): EventStore {
  return {
    storeId: store.storeId,
    append: (stream, events, expected) => store.append(stream, events, expected),
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    getMetadata: (stream) => store.getMetadata(stream),
    setMetadata: (stream, metadata) => store.setMetadata(stream, metadata),
    deleteStream: (stream, expected, options) => store.deleteStream(stream, expected, options),
    close: () => store.close(),
  };
}
