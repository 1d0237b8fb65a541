import { describe, expect, it } from '@jest/globals';
import { fault, type Fault } from '#contract';
import type { ActionAnswer, FinishAttempt } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { CommandRefusedError } from '../refusal.js';
import { device } from '../testing/device-specification.js';
import { DeviceLife } from '../testing/device-life.js';
import { DEFAULT_POLICY, uniformPolicies } from '../policy.js';
import { accept, accepted, at, ofCommand, OPTIONS, registered, started, UID } from '../testing/samples.js';

const CLEAR = 'ClearAlarmRegister';
const refusedWith = (code: string) => (error: unknown) => error instanceof CommandRefusedError && error.code === code;
const lost = fault(229, 'closed', 'PROTOCOL_DLMS');
const cannotTell = fault(414, 'the meter cannot tell', 'PROTOCOL_DLMS');
const mayHave = (reason: Fault, operations = CLEAR): Fault => ({ ...reason, parameters: { mayHaveBeenCarriedOut: operations } });

const begun = (attempt = 1, index = 0, operation = CLEAR) => ofCommand({ type: 'ActionStarted', data: { attempt, index, operation } });
const retried = (attempt: number) => ofCommand({ type: 'RetryScheduled', data: { attempt, dueAt: at(0), priority: 4 } });
const failed = (attempt: number, { code, type, message }: Fault = lost, more: object = {}) =>
  ofCommand({ type: 'AttemptFailed', data: { attempt, code, type, message, ...more } });
const asked = (attempt: number, index = 0, operation = CLEAR) =>
  ofCommand({ type: 'DecisionRequested', data: { attempt, index, operation, reason: cannotTell.message } });

const waiting = [registered(), accepted({ operation: CLEAR })];
/** The connection was lost after the meter was told, and the second attempt runs. */
const inDoubt = [...waiting, started(1, 'first'), begun(), failed(1), retried(2), started(2, 'lease')];
const undecided = [...inDoubt, failed(2, cannotTell, { counted: false, reached: true }), asked(2)];

const action = { kind: 'StartAction', correlationUid: UID, leaseToken: 'lease', index: 0, operation: CLEAR } as const;
const finish = (change: Partial<FinishAttempt> = {}): FinishAttempt => ({
  kind: 'FinishAttempt',
  correlationUid: UID,
  attempt: 2,
  leaseToken: 'lease',
  facts: [],
  answers: [],
  outcome: { kind: 'failed', fault: lost },
  ...change,
});
const unknown: ActionAnswer = { index: 0, operation: CLEAR, fault: cannotTell, undecided: true };
const decide = (decision: 'retry' | 'fail') => ({ kind: 'TakeDecision', correlationUid: UID, decision, reason: 'seen on site' }) as const;
/** The whole of an event that was given with its command. */
const plain = ({ type, data }: DeviceEvent): DeviceEvent => ({ type, data }) as DeviceEvent;

describe('An effect', () => {
  it('is written down before the meter hears of it', () => {
    device()
      .given([...waiting, started(1, 'lease')])
      .when(action)
      .then([plain(begun())]);
  });

  it.each([
    ['before the attempt is claimed', waiting],
    ['in an attempt of another lease', [...waiting, started(1, 'other')]],
    ['in an attempt that was given up', [...waiting, started(1, 'lease'), failed(1), retried(2)]],
    ['after the end', [...waiting, started(1, 'lease'), ofCommand({ type: 'CommandSucceeded', data: {} } as const)]],
  ])('is refused %s: nothing may be sent then', (_when, given) => {
    device().given(given).when(action).thenThrows(refusedWith('LEASE_LOST'));
  });

  it('that the meter answered is settled, be it with a fault that another attempt may cure', () => {
    const busy = fault(412, 'busy', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: '2' } });
    const { state } = lifeOf();
    expect(state.open[UID]?.doubtful).toEqual([0]);
    const life = lifeOf();
    life.act(finish({ attempt: 1, answers: [{ index: 0, operation: CLEAR, fault: busy }], reached: true, outcome: { kind: 'failed', fault: busy } }));
    expect(life.state.open[UID]).toMatchObject({ status: 'RETRY_SCHEDULED' });
    expect(life.state.open[UID]?.doubtful).toBeUndefined();
  });

  it.each([
    ['the connection was lost', (life: DeviceLife) => life.act(finish({ attempt: 1 }))],
    ['the process died', (life: DeviceLife) => life.act({ kind: 'AbandonAttempt', correlationUid: UID, leaseToken: 'lease' })],
  ])('without an answer is in doubt in the next attempt when %s', (_why, end) => {
    const life = lifeOf();
    end(life);
    expect(life.state.open[UID]).toMatchObject({ status: 'RETRY_SCHEDULED', doubtful: [0] });
  });
});

/** Its first attempt runs, and the action has begun. */
function lifeOf(): DeviceLife {
  const life = new DeviceLife(uniformPolicies(DEFAULT_POLICY));
  life.act(accept({ operation: CLEAR, data: null }));
  life.act({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'lease' });
  life.act(action);
  return life;
}

describe('An action in doubt', () => {
  it('that was found to be done is told, and how', () => {
    const answers = [{ index: 0, operation: CLEAR, description: 'all registers are zero' }];
    device()
      .given(inDoubt)
      .when(finish({ answers, outcome: { kind: 'succeeded', description: 'all registers are zero' } }))
      .then([
        { type: 'ActionAnswered', data: { index: 0, operation: CLEAR, result: 'OK', description: 'all registers are zero' } },
        { type: 'CommandSucceeded', data: { description: 'all registers are zero' } },
      ]);
  });

  it('of which the meter cannot tell waits for a decision, which costs no attempt', () => {
    device()
      .given(inDoubt)
      .when(finish({ answers: [unknown], reached: true, outcome: { kind: 'failed', fault: cannotTell } }))
      .then([plain(failed(2, cannotTell, { counted: false, reached: true })), plain(asked(2))]);
  });

  it('waits for a decision also when it has no attempt left, and when the client forbade retries', () => {
    const options = { ...OPTIONS, bypassRetry: true };
    const given = [registered(), accepted({ operation: CLEAR, options }), ...inDoubt.slice(2)];
    const answer = finish({ answers: [unknown], reached: true, outcome: { kind: 'failed', fault: cannotTell } });
    const expected = [plain(failed(2, cannotTell, { counted: false, reached: true })), plain(asked(2))];
    device().given(given).when(answer).then(expected);
    const single = uniformPolicies({ ...DEFAULT_POLICY, attempts: 1 });
    device(0, single).given(inDoubt).when(answer).then(expected);
  });

  it('is named by the fault of a command that ends without an answer to it', () => {
    const once = uniformPolicies({ ...DEFAULT_POLICY, attempts: 2 });
    device(0, once)
      .given(inDoubt)
      .when(finish())
      .then([plain(failed(2)), { type: 'CommandFailed', data: { fault: mayHave(lost) } }]);
    const message = `not carried out before ${at(60_000)} (it is ${at(60_000)})`;
    device(60_000)
      .given([registered(), accepted({ operation: CLEAR, expiresAt: at(60_000) }), ...inDoubt.slice(2, -1)])
      .when({ kind: 'Expire', correlationUid: UID })
      .then([{ type: 'CommandExpired', data: { fault: mayHave(fault(417, message, 'OSGP_CORE')) } }]);
  });

  it('is named also when the process died and the client forbade retries', () => {
    const options = { ...OPTIONS, bypassRetry: true };
    const message = 'the platform stopped while the attempt was under way';
    const abandoned: Fault = { code: 0, type: 'ATTEMPT_ABANDONED', message, component: 'OSGP_CORE' };
    device()
      .given([registered(), accepted({ operation: CLEAR, options }), started(1, 'lease'), begun()])
      .when({ kind: 'AbandonAttempt', correlationUid: UID, leaseToken: 'lease' })
      .then([plain(failed(1, abandoned, { counted: false })), { type: 'CommandFailed', data: { fault: mayHave(abandoned) } }]);
  });
});

describe('While a command waits for a decision', () => {
  it('nothing is tried and nothing is held', () => {
    device().given(undecided).when({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'x' }).thenThrows(refusedWith('UNDECIDED'));
    device().given(undecided).when({ kind: 'Hold', correlationUid: UID, reason: 'x' }).thenThrows(refusedWith('NOT_HOLDABLE'));
  });

  it('it can be cancelled', () => {
    device()
      .given(undecided)
      .when({ kind: 'Cancel', correlationUid: UID, reason: 'enough' })
      .then([{ type: 'CommandCancelled', data: { reason: 'enough' } }]);
  });

  it('it expires, saying what may have been done', () => {
    const message = `not carried out before ${at(60_000)} (it is ${at(60_000)})`;
    device(60_000)
      .given([registered(), accepted({ operation: CLEAR, expiresAt: at(60_000) }), ...undecided.slice(2)])
      .when({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'x' })
      .then([{ type: 'CommandExpired', data: { fault: mayHave(fault(417, message, 'OSGP_CORE')) } }]);
  });
});

describe('A decision', () => {
  it('to retry makes the next attempt due at once', () => {
    device(5_000)
      .given(undecided)
      .when(decide('retry'))
      .then([
        { type: 'DecisionTaken', data: { decision: 'retry', reason: 'seen on site' } },
        { type: 'RetryScheduled', data: { attempt: 3, dueAt: at(5_000), priority: 4 } },
      ]);
  });

  it('to retry ends the doubt: the action is carried out without asking the meter', () => {
    const life = lifeOf();
    life.act(finish({ attempt: 1 }));
    life.now += 30_000;
    life.act({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'lease' });
    life.act(finish({ answers: [unknown], reached: true, outcome: { kind: 'failed', fault: cannotTell } }));
    expect(life.state.open[UID]).toMatchObject({ status: 'NEEDS_DECISION', doubtful: [0], undecided: [0], failures: 1 });
    life.act(decide('retry'));
    const { status, doubtful, undecided: left } = life.state.open[UID] ?? {};
    expect({ status, doubtful, left }).toEqual({ status: 'RETRY_SCHEDULED', doubtful: undefined, left: undefined });
    expect(life.refusal({ kind: 'StartAttempt', correlationUid: UID, leaseToken: 'x' })).toBeUndefined();
  });

  it('to give up ends the command, saying what may have been done and why', () => {
    const message = `nobody knows whether ${CLEAR} was carried out, and it is not to be tried again: seen on site`;
    const unknownEffect: Fault = { code: 0, type: 'EFFECT_UNKNOWN', message, component: 'OSGP_CORE' };
    device()
      .given(undecided)
      .when(decide('fail'))
      .then([
        { type: 'DecisionTaken', data: { decision: 'fail', reason: 'seen on site' } },
        { type: 'CommandFailed', data: { fault: mayHave(unknownEffect) } },
      ]);
  });

  it.each([
    ['waits for its first attempt', waiting],
    ['runs', inDoubt],
    ['has been decided on', [...undecided, ofCommand({ type: 'DecisionTaken', data: { decision: 'retry', reason: 'x' } } as const), retried(3)]],
    ['has ended', [...undecided, ofCommand({ type: 'CommandCancelled', data: { reason: 'x' } } as const)]],
    ['nobody knows', [registered()]],
  ])('on a command that %s is refused', (_what, given) => {
    device().given(given).when(decide('retry')).thenThrows(refusedWith('NOT_UNDECIDED'));
  });
});
