import { describe, expect, it } from '@jest/globals';
import { fault } from '#contract';
import { projected } from '../../test/projection-specification.js';
import { accepted, attemptFailed, METER, OPTIONS, OTHER_METER, retryAt, START, started, succeeded, type Sample } from '../../test/samples.js';
import { due } from './due-document.js';
import { dueProjection } from './due-projection.js';

const held: Sample = { type: 'CommandHeld', data: { reason: 'storm' } };
const released: Sample = {
  type: 'CommandReleased',
  data: { reason: 'calm', status: 'RETRY_SCHEDULED', dueAt: new Date(START + 33_000).toISOString() },
};
const urgent: Sample = { type: 'PriorityChanged', data: { priority: 9, reason: 'urgent' } };
const rowsAfter = async (...samples: Sample[]) => (await projected(dueProjection, samples)).of(due);

describe('Due index', () => {
  it('has a row for an accepted command, due at once', async () => {
    expect(await rowsAfter(accepted({ ...OPTIONS, priority: 7 }))).toEqual([
      {
        deviceIdentification: METER,
        correlationUid: 'uid-1',
        organisation: 'acme',
        cell: '',
        status: 'ACCEPTED',
        dueAt: START + 1000,
        priority: 7,
        acceptedAt: START + 1000,
        expiresAt: START + 7 * 86_400_000,
        attempt: 0,
        leaseToken: null,
      },
    ]);
  });

  it('names the cell that the device was in', async () => {
    const sample = accepted();
    const inCell = { ...sample, data: { ...sample.data, btsId: 3, cellId: 1 } } as Sample;
    expect(await rowsAfter(inCell)).toMatchObject([{ cell: '3/1' }]);
  });

  it('waits for the expiry of a command that would be due later', async () => {
    const tooLate: Sample = { type: 'CommandScheduled', data: { dueAt: new Date(START + 8 * 86_400_000).toISOString() } };
    expect(await rowsAfter(accepted(), tooLate)).toMatchObject([{ status: 'SCHEDULED', dueAt: START + 7 * 86_400_000 }]);
  });

  it('has a command that needs a decision wait for its expiry, and for nothing else once it was taken', async () => {
    const asked: Sample = { type: 'DecisionRequested', data: { attempt: 1, index: 0, operation: 'SynchronizeTime', reason: 'no answer' } };
    const before = [accepted(), started(), attemptFailed(1, 225, 'CONNECTION_REFUSED'), asked];
    expect(await rowsAfter(...before)).toMatchObject([{ status: 'NEEDS_DECISION', dueAt: START + 7 * 86_400_000, leaseToken: null }]);
    expect(await rowsAfter(...before, retryAt(2, 33_000, 3))).toMatchObject([{ status: 'RETRY_SCHEDULED', dueAt: START + 33_000 }]);
  });

  it('moves a scheduled command to its time', async () => {
    const scheduled: Sample = { type: 'CommandScheduled', data: { dueAt: new Date(START + 5000).toISOString() } };
    expect(await rowsAfter(accepted(), scheduled)).toMatchObject([{ status: 'SCHEDULED', dueAt: START + 5000 }]);
  });

  it('is not due while an attempt runs, and knows its lease', async () => {
    expect(await rowsAfter(accepted(), started(1, 'lease'))).toMatchObject([{ status: 'RUNNING', dueAt: null, attempt: 1, leaseToken: 'lease' }]);
  });

  it('is due again for the retry', async () => {
    const rows = await rowsAfter(accepted(), started(), attemptFailed(1, 225, 'CONNECTION_REFUSED'), retryAt(2, 33_000, 3));
    expect(rows).toMatchObject([{ status: 'RETRY_SCHEDULED', dueAt: START + 33_000, priority: 3, attempt: 1, leaseToken: null }]);
  });

  it('has a held command wait for its expiry, whatever it was due for', async () => {
    const rows = await rowsAfter(accepted(), started(), attemptFailed(1, 225, 'CONNECTION_REFUSED'), retryAt(2, 33_000, 3), held);
    expect(rows).toMatchObject([{ status: 'HELD', dueAt: START + 7 * 86_400_000, priority: 3, leaseToken: null }]);
  });

  it('brings a released command back to what it was due for', async () => {
    const rows = await rowsAfter(accepted(), started(), attemptFailed(1, 225, 'CONNECTION_REFUSED'), retryAt(2, 33_000, 3), held, released);
    expect(rows).toMatchObject([{ status: 'RETRY_SCHEDULED', dueAt: START + 33_000 }]);
  });

  it.each([[[]], [[held]]])('ranks by the changed priority: %j', async (before: readonly Sample[]) => {
    expect(await rowsAfter(accepted(), ...before, urgent)).toMatchObject([{ priority: 9 }]);
  });

  it.each<[string, Sample]>([
    ['succeeded', succeeded],
    ['failed', { type: 'CommandFailed', data: { fault: fault(225, '', 'PROTOCOL_DLMS') } }],
    ['expired', { type: 'CommandExpired', data: { fault: fault(417, '', 'OSGP_CORE') } }],
    ['was cancelled', { type: 'CommandCancelled', data: { reason: '' } }],
  ])('has no row for a command that %s', async (_how, ending) => {
    expect(await rowsAfter(accepted(), started(), ending)).toEqual([]);
  });

  it('keeps commands of one uid on two devices apart: both must end', async () => {
    const rows = await rowsAfter(accepted(), [accepted(), { device: OTHER_METER }], succeeded);
    expect(rows.map(({ deviceIdentification }) => deviceIdentification)).toEqual([OTHER_METER]);
  });
});
