import { describe, expect, it } from '@jest/globals';
import { fault, type Fault } from '#contract';
import type { ActionAnswer, FinishAttempt } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { DEFAULT_POLICY, policiesOf, uniformPolicies, type CommandPolicies } from '../policy.js';
import { DeviceLife } from '../testing/device-life.js';
import { accept, at, OPTIONS, UID } from '../testing/samples.js';

const OPERATIONS = ['GetActualMeterReads', 'FindEvents', 'ClearAlarmRegister'] as const;
const lost = fault(229, 'closed', 'PROTOCOL_DLMS');
const busy = fault(412, 'busy', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: '2' } });
const denied = fault(412, 'denied', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: '3' } });
const cannotTell = fault(414, 'the meter cannot tell', 'PROTOCOL_DLMS');
const ref = { sha256: 'answers', bytes: 3 };

/** A bundle of three whose first attempt runs. */
function running(policies: CommandPolicies = uniformPolicies(DEFAULT_POLICY), options = OPTIONS): DeviceLife {
  const life = new DeviceLife(policies);
  const actions = OPERATIONS.map((operation) => ({ operation, data: null }));
  life.act(accept({ operation: 'Bundle', data: { actions } as never, options }));
  start(life);
  return life;
}

function start(life: DeviceLife): void {
  life.now = Math.max(life.now, life.state.open[UID]?.dueAt ?? NaN);
  life.act({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'lease' });
}

const answer = (index: 0 | 1 | 2, why?: Fault, undecided?: true): ActionAnswer => ({
  index,
  operation: OPERATIONS[index],
  ...(why === undefined ? {} : { fault: why }),
  ...(undecided ? { undecided } : {}),
});

/** The session ends: whole, or because of a fault. */
function ends(life: DeviceLife, answers: readonly ActionAnswer[], why?: Fault): readonly DeviceEvent[] {
  const outcome: FinishAttempt['outcome'] =
    why === undefined ? { kind: 'succeeded', responseRef: ref } : { kind: 'failed', fault: why, responseRef: ref };
  const attempt = life.state.open[UID]?.attempt ?? NaN;
  const reached = answers.length > 0 ? { reached: true } : {};
  return life.act({ kind: 'FinishAttempt', correlationUid: UID, attempt, leaseToken: 'lease', facts: [], answers, ...reached, outcome });
}

const typesOf = (events: readonly DeviceEvent[]): readonly string[] => events.map(({ type }) => type);
const answersIn = (events: readonly DeviceEvent[]) =>
  events.flatMap((event) => (event.type === 'ActionAnswered' ? [[event.data.index, event.data.result, event.data.retry ?? false]] : []));

describe('A slot of a bundle', () => {
  it('with an answer is final, also when that is a fault that stays: the bundle succeeds', () => {
    const events = ends(running(), [answer(0), answer(1, denied), answer(2)]);
    expect(answersIn(events)).toEqual([
      [0, 'OK', false],
      [1, 'NOT OK', false],
      [2, 'OK', false],
    ]);
    expect(events.at(-1)).toEqual({ type: 'CommandSucceeded', data: { responseRef: ref } });
  });

  it('whose fault may pass is tried again, it alone, 30 s later', () => {
    const life = running();
    const events = ends(life, [answer(0), answer(1, busy), answer(2)]);
    expect(answersIn(events)).toEqual([
      [0, 'OK', false],
      [1, 'NOT OK', true],
      [2, 'OK', false],
    ]);
    expect(events.slice(-2)).toMatchObject([
      { type: 'AttemptFailed', data: { code: 412, reached: true, responseRef: ref } },
      { type: 'RetryScheduled', data: { attempt: 2, dueAt: at(30_000) } },
    ]);
    expect(life.state.open[UID]).toMatchObject({ answered: [0, 2], actionFailures: { 1: 1 } });
  });

  it('has as many attempts as a command, and keeps its fault after the last: the bundle succeeds', () => {
    const life = running();
    ends(life, [answer(0), answer(1, busy), answer(2)]);
    start(life);
    expect(answersIn(ends(life, [answer(1, busy)]))).toEqual([[1, 'NOT OK', true]]);
    start(life);
    const last = ends(life, [answer(1, busy)]);
    expect(answersIn(last)).toEqual([[1, 'NOT OK', false]]);
    expect(last.at(-1)).toMatchObject({ type: 'CommandSucceeded' });
  });

  it('has as many attempts as its own operation is allowed', () => {
    const policies = policiesOf(DEFAULT_POLICY, [{ operation: 'FindEvents', policy: { ...DEFAULT_POLICY, attempts: 1 } }]);
    const events = ends(running(policies), [answer(0), answer(1, busy), answer(2, busy)]);
    expect(answersIn(events)).toEqual([
      [0, 'OK', false],
      [1, 'NOT OK', false],
      [2, 'NOT OK', true],
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'RetryScheduled' });
  });

  it('is not tried again when the client forbade retries', () => {
    const events = ends(running(undefined, { ...OPTIONS, bypassRetry: true }), [answer(0), answer(1, busy), answer(2)]);
    expect(answersIn(events)).toContainEqual([1, 'NOT OK', false]);
    expect(events.at(-1)).toMatchObject({ type: 'CommandSucceeded' });
  });

  it('of which nobody knows waits for a decision, while the others keep their answers', () => {
    const life = running();
    life.act({ kind: 'StartAction', correlationUid: UID, leaseToken: 'lease', index: 2, operation: OPERATIONS[2] });
    ends(life, [answer(0), answer(1)], lost);
    expect(life.state.open[UID]).toMatchObject({ answered: [0, 1], doubtful: [2] });
    start(life);
    const events = ends(life, [answer(2, cannotTell, true)]);
    expect(events).toMatchObject([
      { type: 'AttemptFailed', data: { code: 414, counted: false } },
      { type: 'DecisionRequested', data: { index: 2, operation: OPERATIONS[2] } },
    ]);
    const decided = life.act({ kind: 'TakeDecision', correlationUid: UID, decision: 'fail', reason: 'x' });
    expect(decided.at(-1)).toMatchObject({
      type: 'CommandFailed',
      data: { fault: { parameters: { mayHaveBeenCarriedOut: OPERATIONS[2] } }, responseRef: ref },
    });
  });
});

describe('A bundle that lost its connection', () => {
  it('keeps what was answered and tries the rest again', () => {
    const life = running();
    const events = ends(life, [answer(0), answer(1, denied)], lost);
    expect(answersIn(events)).toEqual([
      [0, 'OK', false],
      [1, 'NOT OK', false],
    ]);
    expect(typesOf(events).slice(-2)).toEqual(['AttemptFailed', 'RetryScheduled']);
    expect(life.state.open[UID]).toMatchObject({ answered: [0, 1], partialRef: ref });
  });

  it('for the last time has failed, and still names the answers it got', () => {
    const life = running(uniformPolicies({ ...DEFAULT_POLICY, attempts: 2 }));
    ends(life, [answer(0), answer(1, busy)], lost);
    start(life);
    const last = ends(life, [answer(1, busy)], lost);
    expect(answersIn(last)).toEqual([[1, 'NOT OK', false]]);
    expect(last.at(-1)).toEqual({ type: 'CommandFailed', data: { fault: lost, responseRef: ref } });
  });

  it('counts its own attempts beside those of its actions', () => {
    const life = running();
    ends(life, [], lost);
    start(life);
    expect(answersIn(ends(life, [answer(0), answer(1, busy), answer(2)]))).toContainEqual([1, 'NOT OK', true]);
    expect(life.state.open[UID]).toMatchObject({ failures: 2, actionFailures: { 1: 1 } });
    start(life);
    // Its own attempts are used up: no other is made for the sake of one slot.
    const last = ends(life, [answer(1, busy)]);
    expect(answersIn(last)).toEqual([[1, 'NOT OK', false]]);
    expect(last.at(-1)).toMatchObject({ type: 'CommandSucceeded' });
  });

  it('because the platform stopped tries the rest at once, and nothing was counted', () => {
    const life = running();
    const stopped: Fault = { code: 0, type: 'ATTEMPT_ABANDONED', message: 'stopped', component: 'PROTOCOL_DLMS' };
    expect(ends(life, [answer(0)], stopped).slice(-2)).toMatchObject([
      { type: 'AttemptFailed', data: { counted: false, responseRef: ref } },
      { type: 'RetryScheduled', data: { attempt: 2, dueAt: at(0) } },
    ]);
    expect(life.state.open[UID]).toMatchObject({ failures: 0, answered: [0] });
  });
});
