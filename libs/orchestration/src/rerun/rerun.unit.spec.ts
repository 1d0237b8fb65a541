import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { DATA_ACCESS_RESULT, fault, ownFault, type Fault } from '#contract';
import {
  CommandRefusedError,
  decide,
  DEFAULT_CIRCUIT,
  DEFAULT_POLICY,
  evolve,
  initialState,
  uniformPolicies,
  type CommandPolicies,
  type DeviceCommand,
  type DeviceState,
  type FinishAttempt,
  type RecordedDeviceEvent,
} from '#domain';
import { accept, addDevice, at, DEVICE, NOW, OPTIONS, UID } from '#domain/device/testing/samples.js';
import { rerun, type RerunAct } from './rerun.js';

jest.setTimeout(60_000);

const ADDED = 'bbbbbbbb-0000-4000-8000-000000000001';
const HEARD = 'cccccccc-0000-4000-8000-000000000001';
const POLICIES = uniformPolicies({ ...DEFAULT_POLICY, attempts: 3, lifetime: 3_600_000 }, { ...DEFAULT_CIRCUIT, failures: 2, pause: 30_000 });

/** A device's stream as the platform writes it. */
class Past {
  readonly events: RecordedDeviceEvent[] = [];
  state: DeviceState = initialState(DEVICE);
  now = NOW;
  private acts = 0;

  constructor(private readonly policies: CommandPolicies = POLICIES) {}

  /** A refused command records nothing. `late`: ms between a decision and its record. */
  do(command: DeviceCommand, late = 0): this {
    const commandId = `act-${this.acts++}`;
    for (const event of this.decided(command)) {
      const occurredAt = new Date(event.occurredAt ?? this.now).toISOString();
      const place = { stream: `device-${DEVICE}`, revision: this.events.length, position: this.events.length + 1, prevHash: '', hash: '' };
      const origin = {
        commandId,
        correlationUid: command.correlationUid,
        causationId: null,
        actor: 'operations/demo/-',
        eventId: '',
        schemaVersion: 1,
      };
      // What was recorded is JSON.
      const data: unknown = JSON.parse(JSON.stringify(event.data));
      const recordedAt = new Date(this.now + late).toISOString();
      const recorded = { ...origin, ...place, type: event.type, data, occurredAt, recordedAt } as RecordedDeviceEvent;
      this.events.push(recorded);
      this.state = evolve(this.state, recorded);
    }
    return this;
  }

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  async rerun(policies = this.policies, uid = UID): Promise<readonly RerunAct[]> {
    return Array.fromAsync(rerun(this.events, initialState(DEVICE), uid, policies));
  }

  private decided(command: DeviceCommand) {
    try {
      return decide(command, this.state, this.now, this.policies);
    } catch (error) {
      if (error instanceof CommandRefusedError) return [];
      throw error;
    }
  }
}

const added = (): Past => new Past().do(addDevice({ correlationUid: ADDED }));
const finish = (leaseToken: string, more: Partial<FinishAttempt>): FinishAttempt => ({
  kind: 'FinishAttempt',
  correlationUid: UID,
  attempt: 1,
  leaseToken,
  facts: [],
  answers: [],
  outcome: { kind: 'succeeded' },
  ...more,
});
const lost: Fault = fault(233, 'nobody listens', 'PROTOCOL_DLMS');
const refusedByMeter: Fault = fault(412, 'no', 'PROTOCOL_DLMS', { parameters: { [DATA_ACCESS_RESULT]: '3' } });
const ref = { sha256: 'ab'.repeat(32), bytes: 12 };

describe('histories of the real decider', () => {
  const lease = fc.constantFrom('a', 'b');
  const anyFault = fc.constantFrom(lost, refusedByMeter, fault(211, 'busy', 'PROTOCOL_DLMS'), ownFault('ATTEMPT_ABANDONED', 'stopped', 'OSGP_CORE'));
  const fact = { type: 'ClockSynchronized', data: { timezone: 'Europe/Amsterdam', deviationSeconds: 1 }, occurredAt: NOW - 5_000 };
  const answer = fc.record({ index: fc.nat(2), kind: fc.constantFrom('ok', 'fault', 'undecided', 'done') }).chain(({ index, kind }) =>
    anyFault.map((cause) => ({
      index,
      operation: ['GetActualMeterReads', 'ClearAlarmRegister', 'SynchronizeTime'][index] ?? '',
      ...(kind === 'fault' || kind === 'undecided' ? { fault: cause.type === 'ATTEMPT_ABANDONED' ? lost : cause } : {}),
      ...(kind === 'undecided' ? { undecided: true as const } : {}),
      ...(kind === 'done' ? { description: 'was done already' } : {}),
    })),
  );
  const outcome: fc.Arbitrary<FinishAttempt['outcome']> = fc.oneof(
    fc.constantFrom<FinishAttempt['outcome']>({ kind: 'succeeded' }, { kind: 'succeeded', responseRef: ref, description: 'done' }),
    anyFault.map((cause) => ({ kind: 'failed' as const, fault: cause })),
    anyFault.map((cause) => ({ kind: 'failed' as const, fault: cause, responseRef: ref })),
  );
  const act: fc.Arbitrary<DeviceCommand> = fc.oneof(
    fc.constantFrom<DeviceCommand>(
      { kind: 'Hold', correlationUid: UID, reason: 'storm' },
      { kind: 'Release', correlationUid: UID, reason: 'calm' },
      { kind: 'Cancel', correlationUid: UID, reason: 'enough' },
      { kind: 'Expire', correlationUid: UID },
      { kind: 'DeleteResponse', correlationUid: UID, reason: 'asked for' },
      { kind: 'RecordContact', correlationUid: HEARD, source: 'alarm' },
      { kind: 'RecordContact', correlationUid: UID, source: 'push' },
    ),
    fc.nat(9).map((priority): DeviceCommand => ({ kind: 'ChangePriority', correlationUid: UID, priority, reason: 'urgent' })),
    fc
      .constantFrom<'retry' | 'fail'>('retry', 'fail')
      .map((decision): DeviceCommand => ({ kind: 'TakeDecision', correlationUid: UID, decision, reason: 'seen' })),
    lease.map((leaseToken): DeviceCommand => ({ kind: 'StartAttempt', correlationUid: UID, leaseToken, fence: 7, cell: '' })),
    lease.map((leaseToken): DeviceCommand => ({ kind: 'StartAttempt', correlationUid: UID, leaseToken })),
    lease.map((leaseToken): DeviceCommand => ({ kind: 'StartAction', correlationUid: UID, leaseToken, index: 1, operation: 'ClearAlarmRegister' })),
    lease.map((leaseToken): DeviceCommand => ({ kind: 'AbandonAttempt', correlationUid: UID, leaseToken })),
    lease.map((leaseToken): DeviceCommand => ({ kind: 'RecordFacts', correlationUid: UID, leaseToken, facts: [fact as never] })),
    fc
      .record({
        leaseToken: lease,
        answers: fc.uniqueArray(answer, { selector: ({ index }) => index, maxLength: 3 }),
        outcome,
        facts: fc.constantFrom([], [fact as never]),
      })
      .map(({ leaseToken, ...reported }): DeviceCommand => finish(leaseToken, reported)),
  );
  const actions = ['GetActualMeterReads', 'ClearAlarmRegister', 'SynchronizeTime'].map((operation) => ({ operation, data: null }));
  const asked = fc.constantFrom(
    accept(),
    accept({ operation: 'Bundle', data: { actions } } as never),
    accept({ options: { ...OPTIONS, scheduleTime: at(120_000) } }),
    accept({ options: { ...OPTIONS, bypassRetry: true } }),
    accept({ options: { ...OPTIONS, maxScheduleTime: at(-1_000) } }),
  );
  const steps = fc.array(fc.tuple(fc.constantFrom(0, 1_000, 60_000, 900_000, 90_000_000), fc.nat(2_000), act), { maxLength: 40 });
  const circuit = fc.constantFrom<'wait' | 'fail'>('wait', 'fail');

  it('re-run to themselves', async () => {
    await fc.assert(
      fc.asyncProperty(asked, steps, circuit, async (request, acts, whileOpen) => {
        const policies = { ...POLICIES, circuit: { ...POLICIES.circuit, whileOpen } };
        const past = new Past(policies).do(addDevice({ correlationUid: ADDED })).do(request);
        for (const [pause, late, command] of acts) past.after(pause).do(command, late);
        for (const uid of [UID, ADDED, HEARD])
          for (const item of await past.rerun(policies, uid)) expect(item).toMatchObject({ same: true, refusal: null });
      }),
      { numRuns: 3_000 },
    );
  });

  it('cover every event of a command', async () => {
    const past = added().do(accept()).do({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'a' }).do(finish('a', {}));
    const events = (await past.rerun()).flatMap((item) => item.events.map(({ revision, recorded }) => [revision, recorded]));
    expect(events).toEqual(past.events.filter(({ correlationUid }) => correlationUid === UID).map(({ revision, type }) => [revision, type]));
  });
});

describe('a change since then', () => {
  const tried = (): Past =>
    added()
      .do(accept())
      .do({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'a' })
      .after(1_000)
      .do(finish('a', { outcome: { kind: 'failed', fault: lost } }));

  it('of the delay of retries shows in the one event that says when the next attempt is due', async () => {
    const slower = uniformPolicies({ ...DEFAULT_POLICY, lifetime: 3_600_000, retryDelay: 40_000 }, POLICIES.circuit);
    const acts = await tried().rerun(slower);
    expect(acts.map(({ command, same }) => [command, same])).toEqual([
      ['Accept', true],
      ['StartAttempt', true],
      ['FinishAttempt', false],
    ]);
    expect(acts[2]?.events.flatMap((event) => event.differences)).toEqual([{ path: '/dueAt', recorded: at(31_000), today: at(41_000) }]);
  });

  it('of the number of attempts shows as another event', async () => {
    const once = uniformPolicies({ ...DEFAULT_POLICY, lifetime: 3_600_000, attempts: 1 }, POLICIES.circuit);
    expect((await tried().rerun(once)).at(-1)?.events.at(-1)).toMatchObject({ recorded: 'RetryScheduled', today: 'CommandFailed' });
  });

  it('that refuses what was recorded says why', async () => {
    const past = added().do(accept()).do({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'a' });
    // A claim that nothing of before allows: as if a rule had been stricter then.
    past.events.push({ ...past.events.at(-1), commandId: 'twice', revision: past.events.length } as RecordedDeviceEvent);
    const last = (await past.rerun()).at(-1);
    expect(last).toMatchObject({ same: false, command: 'StartAttempt', events: [{ recorded: 'AttemptStarted', today: null }] });
    expect(last?.refusal).toMatch(/^NOT_WAITING: /);
  });

  it('after which no command leads to such an event says so', async () => {
    const past = added().do(accept());
    past.events.push({ ...past.events.at(-1), type: 'KeyActivated', commandId: 'other', revision: past.events.length } as never);
    expect((await past.rerun()).at(-1)).toMatchObject({ command: null, same: false, refusal: null });
  });
});

it('a command that the device never had has no acts', async () => {
  expect(await added().rerun()).toEqual([]);
});
