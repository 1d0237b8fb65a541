import { describe, expect, it } from '@jest/globals';
import { fault } from '#contract';
import { projected } from '../../test/projection-specification.js';
import { accepted, at, attemptFailed, METER, OPTIONS, OTHER_METER, retryAt, started, succeeded, type Sample } from '../../test/samples.js';
import { commands } from './command-document.js';
import { commandsProjection } from './commands-projection.js';

const commandAfter = async (...samples: Sample[]) => (await projected(commandsProjection, samples)).of(commands)[0];
const refused = fault(225, 'nobody listens', 'PROTOCOL_DLMS');

describe('Commands', () => {
  it('shows an accepted command', async () => {
    expect(await commandAfter(accepted())).toEqual({
      correlationUid: 'uid-1',
      deviceIdentification: METER,
      operation: 'GetActualMeterReads',
      status: 'ACCEPTED',
      result: null,
      fault: null,
      acceptedAt: at(1000),
      completedAt: null,
      attempts: [],
      options: OPTIONS,
      priority: 4,
      expiresAt: at(7 * 86_400_000),
      nextAttemptAt: at(1000),
      description: null,
      responseRef: null,
      responseState: null,
      organisation: 'acme',
      actor: 'acme/billing/-',
    });
  });

  it('shows when a scheduled command is due', async () => {
    const scheduled: Sample = { type: 'CommandScheduled', data: { dueAt: '2026-11-25T01:00:00+01:00' } };
    expect(await commandAfter(accepted(), scheduled)).toMatchObject({ status: 'SCHEDULED', nextAttemptAt: '2026-11-25T00:00:00.000Z' });
  });

  it('shows a running attempt', async () => {
    expect(await commandAfter(accepted(), started())).toMatchObject({
      status: 'RUNNING',
      nextAttemptAt: null,
      attempts: [{ number: 1, startedAt: at(2000), endedAt: null, outcome: null }],
    });
  });

  it('shows a held command, which nothing is due for, and that it came back', async () => {
    const held: Sample = { type: 'CommandHeld', data: { reason: 'storm' } };
    const released: Sample = { type: 'CommandReleased', data: { reason: 'calm', status: 'SCHEDULED', dueAt: at(5000) } };
    expect(await commandAfter(accepted(), held)).toMatchObject({ status: 'HELD', result: null, nextAttemptAt: null });
    expect(await commandAfter(accepted(), held, released)).toMatchObject({ status: 'SCHEDULED', nextAttemptAt: at(5000) });
  });

  it('shows the changed priority as the one asked for and as the effective one', async () => {
    const urgent: Sample = { type: 'PriorityChanged', data: { priority: 9, reason: 'urgent' } };
    expect(await commandAfter(accepted(), started(), attemptFailed(1, 225, ''), retryAt(2, 33_000, 3), urgent)).toMatchObject({
      status: 'RETRY_SCHEDULED',
      priority: 9,
      options: { ...OPTIONS, priority: 9 },
    });
  });

  it('shows success with its response', async () => {
    expect(await commandAfter(accepted(), started(), succeeded)).toMatchObject({
      status: 'SUCCEEDED',
      result: 'OK',
      fault: null,
      completedAt: at(3000),
      attempts: [{ number: 1, startedAt: at(2000), endedAt: at(3000), outcome: 'SUCCEEDED' }],
      responseRef: { sha256: 'ab', bytes: 12 },
      responseState: 'PRESENT',
    });
  });

  it('has no response state when a success brought no response', async () => {
    const done: Sample = { type: 'CommandSucceeded', data: { description: 'Device was registered' } };
    expect(await commandAfter(accepted(), done)).toMatchObject({
      status: 'SUCCEEDED',
      description: 'Device was registered',
      attempts: [],
      responseState: null,
    });
  });

  it('shows failed attempts and when the next one is due', async () => {
    expect(await commandAfter(accepted(), started(), attemptFailed(1, 225, 'CONNECTION_REFUSED'), retryAt(2, 33_000, 3))).toMatchObject({
      status: 'RETRY_SCHEDULED',
      result: null,
      nextAttemptAt: at(33_000),
      priority: 3,
      attempts: [{ number: 1, endedAt: at(3000), outcome: 'FAILED', code: 225, type: 'CONNECTION_REFUSED' }],
    });
  });

  it('shows an attempt that the platform gave up as abandoned', async () => {
    const abandoned: Sample = { type: 'AttemptFailed', data: { attempt: 1, code: 0, type: 'ATTEMPT_ABANDONED', message: '', counted: false } };
    const command = await commandAfter(accepted(), started(), abandoned, retryAt(2, 3000), started(2), succeeded);
    expect(command?.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'ABANDONED'],
      [2, 'SUCCEEDED'],
    ]);
  });

  describe('that waits for a decision', () => {
    const asked: Sample = { type: 'DecisionRequested', data: { attempt: 1, index: 0, operation: 'ClearAlarmRegister', reason: 'cannot tell' } };
    const unknown: Sample = {
      type: 'AttemptFailed',
      data: { attempt: 1, code: 414, type: 'PROTOCOL_ADAPTER_ERROR', message: '', counted: false, reached: true },
    };
    const decided = (decision: 'retry' | 'fail'): Sample => ({ type: 'DecisionTaken', data: { decision, reason: 'seen on site' } });

    it('shows on what, and that its attempt failed', async () => {
      expect(await commandAfter(accepted(), started(), unknown, asked)).toMatchObject({
        status: 'NEEDS_DECISION',
        result: null,
        nextAttemptAt: null,
        undecided: [{ index: 0, operation: 'ClearAlarmRegister', reason: 'cannot tell' }],
        attempts: [{ outcome: 'FAILED', code: 414 }],
      });
    });

    it('shows nothing of it any more once that is taken, or its time is over', async () => {
      const waiting = [accepted(), started(), unknown, asked];
      const retried = await commandAfter(...waiting, decided('retry'), retryAt(2, 6000));
      expect(retried).toMatchObject({ status: 'RETRY_SCHEDULED', nextAttemptAt: at(6000) });
      expect(retried).not.toHaveProperty('undecided');
      const failed = await commandAfter(...waiting, decided('fail'), { type: 'CommandFailed', data: { fault: refused } });
      expect(failed).toMatchObject({ status: 'FAILED' });
      expect(failed).not.toHaveProperty('undecided');
      const expired = await commandAfter(...waiting, { type: 'CommandExpired', data: { fault: fault(417, 'too late', 'OSGP_CORE') } });
      expect(expired).toMatchObject({ status: 'EXPIRED' });
      expect(expired).not.toHaveProperty('undecided');
    });
  });

  it('shows failure with its fault, and the answers of a bundle that came before it', async () => {
    const failed: Sample = { type: 'CommandFailed', data: { fault: refused, responseRef: { sha256: 'cd', bytes: 3 } } };
    expect(await commandAfter(accepted(), started(), attemptFailed(1, 225, 'CONNECTION_REFUSED'), failed)).toMatchObject({
      status: 'FAILED',
      result: 'NOT OK',
      fault: { code: 225, type: 'CONNECTION_REFUSED' },
      completedAt: at(4000),
      responseState: 'PRESENT',
    });
  });

  it('shows expiry as fault 417', async () => {
    const expired: Sample = { type: 'CommandExpired', data: { fault: fault(417, 'too late', 'OSGP_CORE') } };
    expect(await commandAfter(accepted(), expired)).toMatchObject({ status: 'EXPIRED', result: 'NOT OK', fault: { code: 417 }, nextAttemptAt: null });
  });

  it('shows cancellation as fault 0', async () => {
    expect(await commandAfter(accepted(), { type: 'CommandCancelled', data: { reason: 'not needed' } })).toMatchObject({
      status: 'CANCELLED',
      result: 'NOT OK',
      fault: { code: 0, type: 'CANCELLED', message: 'not needed' },
    });
  });

  it('shows that the response was deleted', async () => {
    const deleted: Sample = { type: 'ResponseDeleted', data: { reason: 'asked for' } };
    expect(await commandAfter(accepted(), started(), succeeded, deleted)).toMatchObject({ status: 'SUCCEEDED', responseState: 'DELETED' });
  });

  it('is not changed by a late answer', async () => {
    const late: Sample = { type: 'LateAnswerRecorded', data: { attempt: 1, leaseToken: 'lease-1', outcome: 'SUCCEEDED' } };
    expect(await commandAfter(accepted(), late)).toMatchObject({ status: 'ACCEPTED', result: null });
  });

  it('leaves a uid that two devices have to the first', async () => {
    const other = { device: OTHER_METER };
    expect(await commandAfter(accepted(), [accepted(), other], [started(), other])).toMatchObject({
      deviceIdentification: METER,
      status: 'ACCEPTED',
    });
  });

  it('ignores what happens to a command whose acceptance it did not see', async () => {
    expect(await commandAfter(started(), succeeded)).toBeUndefined();
  });
});
