import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fault } from '#contract';
import {
  CommandRefusedError,
  DEFAULT_CIRCUIT,
  DEFAULT_POLICY,
  deviceEventTypes,
  uniformPolicies,
  type AcceptOperation,
  type DeviceCommand,
  type FinishAttempt,
} from '#domain';
import { ADD_DEVICE_DATA, addDevice, SETTINGS } from '#domain/device/testing/samples.js';
import { EventRegistry, silentLog, uuidv7, VirtualClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { DeviceRepository, deviceStream } from '../device-repository.js';
import { CommandQueue } from './command-queue.js';
import { QUEUE_EVENTS, QueueFeed } from './queue-feed.js';
import { waitingCommandOf } from './waiting-command.js';

const DEVICE = 'TEST1024000000001';
const START = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;
const UIDS = ['uid-0', 'uid-1', 'uid-2'];
const unreachable = fault(225, 'connection refused', 'PROTOCOL_DLMS');

/** A device whose events reach a queue one act after the other. */
class FedDevice {
  readonly clock = new VirtualClock(START);
  readonly queue = new CommandQueue();
  horizon = Infinity;
  isOwned = true;
  private readonly store = new MemoryEventStore();
  private readonly policies = uniformPolicies(DEFAULT_POLICY, { ...DEFAULT_CIRCUIT, failures: 2 });
  private readonly devices = new DeviceRepository({
    store: this.store,
    registry: new EventRegistry(deviceEventTypes),
    clock: this.clock,
    policies: this.policies,
  });
  private readonly feed = new QueueFeed({
    queue: this.queue,
    devices: this.devices,
    horizon: () => this.horizon,
    owns: () => this.isOwned,
    log: silentLog,
  });
  private registrations = 0;
  private revision = 0;

  /** Answers whether the decider said yes. */
  async act(command: DeviceCommand): Promise<boolean> {
    const context = { commandId: uuidv7(this.clock.now()), correlationUid: command.correlationUid, causationId: null, actor: 'operations/test/-' };
    try {
      await this.devices.execute(DEVICE, command, context);
    } catch (error) {
      if (error instanceof CommandRefusedError) return false;
      throw error;
    }
    const events = await this.store.readStream(deviceStream(DEVICE), { from: this.revision });
    this.revision += events.length;
    await this.feed.apply(events.filter(({ type }) => (QUEUE_EVENTS as readonly string[]).includes(type)));
    return true;
  }

  async register(cellId: number): Promise<void> {
    const data = { ...ADD_DEVICE_DATA, device: { ...SETTINGS, btsId: 1, cellId }, overwrite: true };
    await this.act({ ...addDevice({ data }), correlationUid: `registration-${this.registrations++}` });
  }

  /** What the stream says of each command that is open, and what the queue has of it; null: it does not wait. */
  async views(): Promise<{ readonly stream: readonly unknown[]; readonly queue: readonly unknown[] }> {
    const { state } = await this.devices.load(DEVICE);
    const stream = UIDS.map((uid) => {
      const command = waitingCommandOf(state, uid);
      return command === undefined || Math.min(command.dueAt, command.expiresAt) >= this.horizon
        ? null
        : { ...command, dueAt: Math.min(command.dueAt, command.expiresAt) };
    });
    const queue = UIDS.map((correlationUid) => {
      const entry = this.queue.find({ correlationUid, deviceIdentification: DEVICE });
      if (entry === undefined || entry.expiryPlace < 0) return null;
      const { deviceIdentification, organisation, cell, priority, dueAt, expiresAt } = entry;
      return { correlationUid, deviceIdentification, organisation, cell, priority, dueAt, expiresAt };
    });
    return { stream, queue };
  }
}

const accept = (correlationUid: string, options: Partial<AcceptOperation['options']> = {}): DeviceCommand =>
  ({
    kind: 'Accept',
    correlationUid,
    operation: 'GetActualMeterReads',
    data: null,
    options: { priority: 4, bypassRetry: false, ...options },
    requestHash: correlationUid,
    actor: 'operations/test/-',
  }) as DeviceCommand;

const finish = (correlationUid: string, end: Pick<FinishAttempt, 'answers' | 'outcome'>): DeviceCommand => ({
  kind: 'FinishAttempt',
  correlationUid,
  attempt: 1,
  leaseToken: correlationUid,
  facts: [],
  ...end,
});

describe('The queue that is fed with events', () => {
  it('has of every command what the stream says of it, whatever happens', async () => {
    const uid = fc.constantFrom(...UIDS);
    const later = fc.option(fc.integer({ min: 1, max: 90 }), { nil: undefined });
    const reason = 'because';
    type Step = (device: FedDevice) => Promise<unknown>;
    const on = (command: (correlationUid: string, device: FedDevice) => DeviceCommand): fc.Arbitrary<Step> =>
      uid.map((name) => async (device) => device.act(command(name, device)));
    const steps = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.tuple(uid, later, later).map(([name, from, to]): Step => async (device) => {
          const at = (minutes: number): string => new Date(device.clock.now() + minutes * MINUTE).toISOString();
          const times = { ...(from === undefined ? {} : { scheduleTime: at(from) }), ...(to === undefined ? {} : { maxScheduleTime: at(to) }) };
          return device.act(accept(`${name}`, times));
        }),
      },
      { weight: 4, arbitrary: on((correlationUid) => ({ kind: 'StartAttempt', correlationUid, leaseToken: correlationUid })) },
      on((name) => finish(name, { answers: [], outcome: { kind: 'succeeded' } })),
      { weight: 3, arbitrary: on((name) => finish(name, { answers: [], outcome: { kind: 'failed', fault: unreachable } })) },
      {
        weight: 2,
        arbitrary: on((name) =>
          finish(name, {
            answers: [{ index: 0, operation: 'GetActualMeterReads', fault: unreachable, undecided: true }],
            outcome: { kind: 'failed', fault: unreachable },
          }),
        ),
      },
      on((correlationUid) => ({ kind: 'AbandonAttempt', correlationUid, leaseToken: correlationUid })),
      { weight: 2, arbitrary: on((correlationUid) => ({ kind: 'Hold', correlationUid, reason })) },
      { weight: 2, arbitrary: on((correlationUid) => ({ kind: 'Release', correlationUid, reason })) },
      on((correlationUid) => ({ kind: 'Cancel', correlationUid, reason })),
      on((correlationUid) => ({ kind: 'Expire', correlationUid })),
      fc.integer({ min: 0, max: 9 }).chain((priority) => on((correlationUid) => ({ kind: 'ChangePriority', correlationUid, priority, reason }))),
      fc
        .constantFrom('retry' as const, 'fail' as const)
        .chain((decision) => on((correlationUid) => ({ kind: 'TakeDecision', correlationUid, decision, reason }))),
      fc.integer({ min: 1, max: 3 }).map(
        (cell): Step =>
          async (device) =>
            device.register(cell),
      ),
      fc.integer({ min: 1, max: 40 }).map(
        (minutes): Step =>
          async (device) =>
            device.clock.advance(minutes * MINUTE),
      ),
    );
    const horizon = fc.constantFrom(Infinity, START + 60 * MINUTE);
    await fc.assert(
      fc.asyncProperty(horizon, fc.array(steps, { minLength: 20, maxLength: 60, size: 'max' }), async (until, all) => {
        const device = new FedDevice();
        device.horizon = until;
        await device.register(1);
        for (const step of all) {
          await step(device);
          const { stream, queue } = await device.views();
          expect(queue).toEqual(stream);
        }
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('forgets what has ended', async () => {
    const device = new FedDevice();
    await device.register(1);
    await device.act(accept('uid-0'));
    await device.act({ kind: 'StartAttempt', correlationUid: 'uid-0', leaseToken: 'uid-0' });
    await device.act(finish('uid-0', { answers: [], outcome: { kind: 'succeeded' } }));
    expect(device.queue.find({ correlationUid: 'uid-0', deviceIdentification: DEVICE })).toBeUndefined();
  });

  it('lets a device be called again that was heard before its pause was over', async () => {
    const device = new FedDevice();
    await device.register(1);
    for (const uid of ['uid-0', 'uid-1']) {
      await device.act(accept(uid, { bypassRetry: true }));
      await device.act({ kind: 'StartAttempt', correlationUid: uid, leaseToken: uid });
      await device.act(finish(uid, { answers: [], outcome: { kind: 'failed', fault: unreachable } }));
    }
    await device.act(accept('uid-2'));
    const { queue, clock } = device;
    queue.holdDevice(DEVICE, clock.now() + MINUTE);
    queue.advance(clock.now());
    expect(queue.best(clock.now())).toBeUndefined();
    await device.act({ kind: 'RecordContact', correlationUid: 'push-1', source: 'push' });
    queue.advance(clock.now());
    expect(queue.best(clock.now())?.correlationUid).toBe('uid-2');
  });

  it('takes nothing in of devices that others work for', async () => {
    const device = new FedDevice();
    device.isOwned = false;
    await device.register(1);
    await device.act(accept('uid-0'));
    expect(device.queue.waitingCount).toBe(0);
  });
});
