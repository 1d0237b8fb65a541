import { describe, it } from '@jest/globals';
import { fault, type Fault } from '#contract';
import type { FinishAttempt } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { CommandRefusedError } from '../refusal.js';
import { device } from '../testing/device-specification.js';
import { accepted, at, DEVICE, ofCommand, OPTIONS, registered, started, UID } from '../testing/samples.js';

const refusedWith = (code: string) => (error: unknown) => error instanceof CommandRefusedError && error.code === code;
const timeout = fault(233, 'no answer within 120 s', 'PROTOCOL_DLMS');
const start = (leaseToken: string) => ({ kind: 'StartAttempt', correlationUid: UID, leaseToken }) as const;
const attemptFailed = (attempt: number, { code, type, message }: Fault = timeout): DeviceEvent => ({
  type: 'AttemptFailed',
  data: { attempt, code, type, message },
});
const retry = (attempt: number, dueAt: string, priority = 4): DeviceEvent => ({ type: 'RetryScheduled', data: { attempt, dueAt, priority } });
const finish = (change: Partial<FinishAttempt> = {}): FinishAttempt => ({
  kind: 'FinishAttempt',
  correlationUid: UID,
  attempt: 1,
  leaseToken: 'lease',
  facts: [],
  answers: [],
  outcome: { kind: 'failed', fault: timeout },
  ...change,
});

describe('When a command waits', () => {
  it('gives the attempt to whoever claims it', () => {
    device()
      .given([registered(), accepted()])
      .when(start('mine'))
      .then([{ type: 'AttemptStarted', data: { attempt: 1, leaseToken: 'mine', sessionDevice: DEVICE } }]);
  });

  it('refuses before it is due', () => {
    const scheduled = ofCommand({ type: 'CommandScheduled', data: { dueAt: at(1) } });
    device().given([registered(), accepted(), scheduled]).when(start('mine')).thenThrows(refusedWith('NOT_DUE'));
  });

  it('expires it with 417 instead of starting too late', () => {
    const expiry = at(60_000);
    device(60_000)
      .given([registered(), { ...accepted({ expiresAt: expiry }), occurredAt: Date.parse(at(0)) }])
      .when(start('mine'))
      .then([{ type: 'CommandExpired', data: { fault: fault(417, `not carried out before ${expiry} (it is ${expiry})`, 'OSGP_CORE') } }]);
  });

  it('does not expire it before its time', () => {
    device().given([registered(), accepted()]).when({ kind: 'Expire', correlationUid: UID }).thenNothing();
  });
});

describe('When an attempt runs', () => {
  const running = [registered(), accepted(), started(1, 'lease')];

  it('refuses a second claim', () => {
    device().given(running).when(start('other')).thenThrows(refusedWith('NOT_WAITING'));
  });

  it('records facts and answers before the terminal event', () => {
    const fact = { type: 'ClockSynchronized', data: { timezone: 'Europe/Amsterdam', time: at(0) } } as const;
    const refused = fault(416, 'not supported', 'PROTOCOL_DLMS');
    const answers = [
      { index: 0, operation: 'SynchronizeTime' },
      { index: 1, operation: 'FindEvents', fault: refused },
    ];
    device()
      .given([registered(), accepted({ operation: 'Bundle' }), started(1, 'lease')])
      .when(finish({ facts: [fact], answers, outcome: { kind: 'succeeded', responseRef: { sha256: 'x', bytes: 1 } } }))
      .then([
        fact,
        { type: 'ActionAnswered', data: { index: 0, operation: 'SynchronizeTime', result: 'OK' } },
        { type: 'ActionAnswered', data: { index: 1, operation: 'FindEvents', result: 'NOT OK', fault: refused } },
        { type: 'CommandSucceeded', data: { responseRef: { sha256: 'x', bytes: 1 } } },
      ]);
  });

  it('schedules the second attempt 30 s after the first one ended', () => {
    device(5_000)
      .given(running)
      .when(finish())
      .then([attemptFailed(1), retry(2, at(35_000))]);
  });

  it('ends at once when another attempt cannot help', () => {
    const refused = fault(412, 'read-write-denied', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: '3' } });
    device()
      .given(running)
      .when(finish({ outcome: { kind: 'failed', fault: refused } }))
      .then([attemptFailed(1, refused), { type: 'CommandFailed', data: { fault: refused } }]);
  });

  it('ends at once when the client forbade retries', () => {
    const options = { ...OPTIONS, bypassRetry: true };
    device()
      .given([registered(), accepted({ options }), started(1, 'lease')])
      .when(finish())
      .then([attemptFailed(1), { type: 'CommandFailed', data: { fault: timeout } }]);
  });

  it('waits for the expiry when the next attempt would come after it', () => {
    device()
      .given([registered(), accepted({ expiresAt: at(10_000) }), started(1, 'lease')])
      .when(finish())
      .then([attemptFailed(1), retry(2, at(10_000))]);
  });

  it('records an answer of a lost lease as late and nothing else', () => {
    device()
      .given(running)
      .when(finish({ leaseToken: 'lost', outcome: { kind: 'succeeded' } }))
      .then([{ type: 'LateAnswerRecorded', data: { attempt: 1, leaseToken: 'lost', outcome: 'SUCCEEDED' } }]);
  });

  it('gives up the attempt of a dead worker without counting it', () => {
    const message = 'the platform stopped while the attempt was under way';
    device()
      .given(running)
      .when({ kind: 'AbandonAttempt', correlationUid: UID, leaseToken: 'lease' })
      .then([{ type: 'AttemptFailed', data: { attempt: 1, code: 0, type: 'ATTEMPT_ABANDONED', message, counted: false } }, retry(2, at(0))]);
  });

  it('keeps the answers of a session that the stop of the platform cut short', () => {
    const message = 'the platform stopped while the attempt was under way';
    const responseRef = { sha256: 'partial', bytes: 2 };
    const abandoned: Fault = { code: 0, type: 'ATTEMPT_ABANDONED', message: 'stopped', component: 'PROTOCOL_DLMS' };
    device()
      .given(running)
      .when(finish({ outcome: { kind: 'failed', fault: abandoned, responseRef } }))
      .then([
        { type: 'AttemptFailed', data: { attempt: 1, code: 0, type: 'ATTEMPT_ABANDONED', message, counted: false, responseRef } },
        retry(2, at(0)),
      ]);
  });

  it('ignores giving up a lease that is not the running one', () => {
    device().given(running).when({ kind: 'AbandonAttempt', correlationUid: UID, leaseToken: 'old' }).thenNothing();
  });
});

describe('When attempts failed before', () => {
  const failed = (attempt: number, dueAt: string, priority = 4) => [
    started(attempt, `lease-${attempt}`),
    ofCommand(attemptFailed(attempt)),
    ofCommand(retry(attempt + 1, dueAt, priority)),
  ];

  it('doubles the delay and lowers the priority at the second retry', () => {
    device()
      .given([registered(), accepted(), ...failed(1, at(0)), started(2, 'lease')])
      .when(finish({ attempt: 2 }))
      .then([attemptFailed(2), retry(3, at(60_000), 3)]);
  });

  it('fails the command after the third', () => {
    device()
      .given([registered(), accepted(), ...failed(1, at(0)), ...failed(2, at(0), 3), started(3, 'lease')])
      .when(finish({ attempt: 3 }))
      .then([attemptFailed(3), { type: 'CommandFailed', data: { fault: timeout } }]);
  });

  it('keeps the answers that a failed attempt brought for the end', () => {
    const responseRef = { sha256: 'partial', bytes: 2 };
    const partial = ofCommand({
      type: 'AttemptFailed',
      data: { attempt: 1, code: 229, type: 'SOCKET_CLOSED_BY_REMOTE', message: 'closed', responseRef },
    });
    device()
      .given([registered(), accepted(), started(1, 'a'), partial, ofCommand(retry(2, at(0)))])
      .when({ kind: 'Cancel', correlationUid: UID, reason: 'enough' })
      .then([{ type: 'CommandCancelled', data: { reason: 'enough', responseRef } }]);
  });
});
