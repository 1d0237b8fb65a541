import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { fault, type Fault } from '#contract';
import type { ActionAnswer, DeviceCommand, FinishAttempt } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { DEFAULT_CIRCUIT, DEFAULT_POLICY, uniformPolicies } from '../policy.js';
import { DeviceLife } from '../testing/device-life.js';
import { accept, at, OPTIONS, UID } from '../testing/samples.js';

jest.setTimeout(60_000);

const ENDINGS = new Set(['CommandSucceeded', 'CommandFailed', 'CommandExpired', 'CommandCancelled']);
const LIFETIME = 30 * 60_000;
const CLEAR = 'ClearAlarmRegister';

/** What clients, dispatcher and sessions do to one command, in any order, after any pause. */
const lease = fc.constantFrom('a', 'b');
const slot = fc.constantFrom(0, 1);
const failure = fault(233, '', 'PROTOCOL_DLMS');
const stopped: Fault = { code: 0, type: 'ATTEMPT_ABANDONED', message: '', component: 'OSGP_CORE' };
const cannotTell = fault(414, '', 'PROTOCOL_DLMS');
const answer: fc.Arbitrary<ActionAnswer> = fc.tuple(slot, fc.constantFrom('ok', 'busy', 'denied', 'unknown')).map(([index, how]): ActionAnswer => {
  const common = { index, operation: CLEAR };
  if (how === 'ok') return common;
  if (how === 'unknown') return { ...common, fault: cannotTell, undecided: true };
  return { ...common, fault: fault(how === 'busy' ? 211 : 401, '', 'PROTOCOL_DLMS') };
});
const answers = fc.uniqueArray(answer, { selector: ({ index }) => index, maxLength: 2 });

/** As a session reports it: of a single operation the fault of its answer is that of the attempt. */
function finish(leaseToken: string, all: readonly ActionAnswer[], cut: Fault | undefined, isBundle: boolean): FinishAttempt {
  const told = isBundle ? all : all.filter(({ index }) => index === 0);
  const why = isBundle ? cut : told.length === 0 ? (cut ?? failure) : told[0]?.fault;
  const outcome: FinishAttempt['outcome'] = why === undefined ? { kind: 'succeeded' } : { kind: 'failed', fault: why };
  return { kind: 'FinishAttempt', correlationUid: UID, attempt: 1, leaseToken, facts: [], answers: told, reached: told.length > 0, outcome };
}

const actOf = (isBundle: boolean): fc.Arbitrary<DeviceCommand> =>
  fc.oneof(
    fc.constantFrom<DeviceCommand>(
      { kind: 'Hold', correlationUid: UID, reason: 'storm' },
      { kind: 'Release', correlationUid: UID, reason: 'calm' },
      { kind: 'Cancel', correlationUid: UID, reason: 'enough' },
      { kind: 'Expire', correlationUid: UID },
      { kind: 'RecordContact', correlationUid: UID, source: 'push' },
      { kind: 'TakeDecision', correlationUid: UID, decision: 'retry', reason: 'not done' },
      { kind: 'TakeDecision', correlationUid: UID, decision: 'fail', reason: 'no matter' },
    ),
    fc.nat(9).map((priority): DeviceCommand => ({ kind: 'ChangePriority', correlationUid: UID, priority, reason: 'urgent' })),
    lease.map((leaseToken): DeviceCommand => ({ kind: 'AbandonAttempt', correlationUid: UID, leaseToken })),
    { weight: 3, arbitrary: lease.map((leaseToken): DeviceCommand => ({ kind: 'StartAttempt', correlationUid: UID, leaseToken })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(lease, isBundle ? slot : fc.constant(0))
        .map(([leaseToken, index]): DeviceCommand => ({ kind: 'StartAction', correlationUid: UID, leaseToken, index, operation: CLEAR })),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(lease, answers, fc.constantFrom(undefined, failure, stopped))
        .map(([token, told, cut]) => finish(token, told, cut, isBundle)),
    },
  );

const options = fc.constantFrom(OPTIONS, { ...OPTIONS, scheduleTime: at(120_000) }, { ...OPTIONS, bypassRetry: true });
const whileOpen = fc.constantFrom<'wait' | 'fail'>('wait', 'fail');
const stories = fc.boolean().chain((isBundle) => {
  const steps = fc.array(fc.tuple(fc.constantFrom(0, 1_000, 60_000, 900_000), actOf(isBundle)), { maxLength: 40 });
  return fc.record({ isBundle: fc.constant(isBundle), asked: options, whileOpen, steps });
});

/** What must hold of every single event, and what it leaves for the next. */
class Watch {
  ends = 0;
  private before: DeviceLife['state']['open'][string] | undefined;
  private readonly begun = new Set<number>();
  private readonly asked = new Set<number>();
  private readonly final = new Set<number>();

  constructor(private readonly life: DeviceLife) {}

  /** To be told of an event before it is folded. */
  see(event: DeviceEvent): void {
    const open = this.life.state.open[UID];
    switch (event.type) {
      case 'AttemptStarted':
        return expect(['ACCEPTED', 'SCHEDULED', 'RETRY_SCHEDULED']).toContain(open?.status);
      case 'CommandHeld':
        this.before = open;
        return;
      case 'ActionStarted':
        this.begun.add(event.data.index);
        return;
      case 'ActionAnswered':
        this.begun.delete(event.data.index);
        if (event.data.retry !== true) this.final.add(event.data.index);
        return;
      case 'DecisionRequested':
        this.asked.add(event.data.index);
        return;
      case 'DecisionTaken':
        if (event.data.decision === 'retry') for (const index of this.asked) this.begun.delete(index);
        this.asked.clear();
        return;
      case 'CommandFailed':
      case 'CommandExpired':
        return expect(event.data.fault.parameters?.['mayHaveBeenCarriedOut'] !== undefined).toBe(this.begun.size > 0);
      default:
    }
  }

  /** To be told of it again after that. */
  check(event: DeviceEvent): void {
    const open = this.life.state.open[UID];
    if (event.type === 'CommandReleased') expect([open?.status, open?.dueAt]).toEqual([this.before?.status, this.before?.dueAt]);
    if (ENDINGS.has(event.type)) this.ends++;
    if (open === undefined) return;
    expect(open.failures).toBeLessThanOrEqual(DEFAULT_POLICY.attempts);
    expect(new Set(open.doubtful)).toEqual(this.begun);
    expect([...this.final].filter((index) => !open.answered?.includes(index))).toEqual([]);
  }
}

it('a command ends once, starts nothing while it is held or undecided, keeps its answers, and says what may have been done', () => {
  fc.assert(
    fc.property(stories, ({ isBundle, asked, whileOpen: policy, steps }) => {
      const circuit = { ...DEFAULT_CIRCUIT, failures: 2, whileOpen: policy };
      const life = new DeviceLife(uniformPolicies({ ...DEFAULT_POLICY, lifetime: LIFETIME }, circuit));
      const watch = new Watch(life);
      const what = isBundle
        ? ({
            operation: 'Bundle',
            data: {
              actions: [
                { operation: CLEAR, data: null },
                { operation: CLEAR, data: null },
              ],
            },
          } as const)
        : ({ operation: CLEAR, data: null } as const);
      const all: (readonly [number, DeviceCommand])[] = [
        [0, accept({ ...what, options: asked } as never)],
        ...steps,
        // However it was left, it ends when its time is over.
        [LIFETIME * 2, { kind: 'AbandonAttempt', correlationUid: UID, leaseToken: 'a' }],
        [0, { kind: 'AbandonAttempt', correlationUid: UID, leaseToken: 'b' }],
        [0, { kind: 'StartAttempt', correlationUid: UID, leaseToken: 'last' }],
      ];
      for (const [pause, command] of all) {
        life.now += pause;
        // Refused acts change nothing.
        if (life.refusal(command) !== undefined) continue;
        for (const event of life.decided(command)) {
          watch.see(event);
          life.fold(event);
          watch.check(event);
        }
      }
      expect(watch.ends).toBe(1);
      expect(life.state.open).toEqual({});
    }),
    { numRuns: 1_000 },
  );
});
