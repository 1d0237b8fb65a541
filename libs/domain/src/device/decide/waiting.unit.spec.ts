import { describe, it } from '@jest/globals';
import { fault } from '#contract';
import type { DeviceEvent } from '../events/index.js';
import { CommandRefusedError } from '../refusal.js';
import { device } from '../testing/device-specification.js';
import { accepted, at, DEVICE, ofCommand, OPTIONS, registered, started, UID } from '../testing/samples.js';

const MINUTE = 60_000;
const hold = { kind: 'Hold', correlationUid: UID, reason: 'storm' } as const;
const release = { kind: 'Release', correlationUid: UID, reason: 'calm' } as const;
const urgent = { kind: 'ChangePriority', correlationUid: UID, priority: 9, reason: 'urgent' } as const;
const start = { kind: 'StartAttempt', correlationUid: UID, leaseToken: 'lease' } as const;
const cancel = { kind: 'Cancel', correlationUid: UID, reason: 'not needed' } as const;

const scheduled = ofCommand({ type: 'CommandScheduled', data: { dueAt: at(10 * MINUTE) } });
const failed = ofCommand({ type: 'AttemptFailed', data: { attempt: 1, code: 225, type: 'CONNECTION_REFUSED', message: '' } });
const retry = ofCommand({ type: 'RetryScheduled', data: { attempt: 2, dueAt: at(30_000), priority: 3 } });
const held = ofCommand({ type: 'CommandHeld', data: { reason: 'storm' } });
const released = (status: 'ACCEPTED' | 'SCHEDULED' | 'RETRY_SCHEDULED', dueAt: string) =>
  ofCommand({ type: 'CommandReleased', data: { reason: 'calm', status, dueAt } });
const acceptedAtStart = { ...accepted({ expiresAt: at(60 * MINUTE) }), occurredAt: Date.parse(at(0)) };

const refusedWith = (code: string) => (error: unknown) => error instanceof CommandRefusedError && error.code === code;
type WaitingState = [string, DeviceEvent[], 'ACCEPTED' | 'SCHEDULED' | 'RETRY_SCHEDULED', string];
const waitingStates: WaitingState[] = [
  ['accepted', [acceptedAtStart], 'ACCEPTED', at(0)],
  ['scheduled', [acceptedAtStart, scheduled], 'SCHEDULED', at(10 * MINUTE)],
  ['to be retried', [acceptedAtStart, started(1, 'l'), failed, retry], 'RETRY_SCHEDULED', at(30_000)],
];

describe('Holding', () => {
  it.each(waitingStates)('keeps a command that is %s', (_what, life) => {
    device()
      .given([registered(), ...life])
      .when(hold)
      .then([{ type: 'CommandHeld', data: { reason: 'storm' } }]);
  });

  it.each(waitingStates)('lets no attempt of a command start that was %s', (_what, life) => {
    device(20 * MINUTE)
      .given([registered(), ...life, held])
      .when(start)
      .thenThrows(refusedWith('HELD'));
  });

  it('happens once', () => {
    device().given([registered(), accepted(), held]).when(hold).thenNothing();
  });

  it('is refused while the command runs, and after it ended', () => {
    device()
      .given([registered(), accepted(), started(1, 'l')])
      .when(hold)
      .thenThrows(refusedWith('NOT_HOLDABLE'));
    device()
      .given([registered(), accepted(), started(1, 'l'), ofCommand({ type: 'CommandSucceeded', data: {} })])
      .when(hold)
      .thenThrows(refusedWith('NOT_HOLDABLE'));
  });

  it('does not keep a command from expiring', () => {
    const message = `not carried out before ${at(60 * MINUTE)} (it is ${at(60 * MINUTE)})`;
    device(60 * MINUTE)
      .given([registered(), acceptedAtStart, scheduled, held])
      .when(start)
      .then([{ type: 'CommandExpired', data: { fault: fault(417, message, 'OSGP_CORE') } }]);
  });

  it('does not keep a command from being cancelled', () => {
    device()
      .given([registered(), accepted(), held])
      .when(cancel)
      .then([{ type: 'CommandCancelled', data: { reason: 'not needed' } }]);
  });
});

describe('Releasing', () => {
  it.each(waitingStates)('brings a command back to what it was: %s', (_what, life, status, dueAt) => {
    device(20 * MINUTE)
      .given([registered(), ...life, held])
      .when(release)
      .then([{ type: 'CommandReleased', data: { reason: 'calm', status, dueAt } }]);
  });

  it('lets the attempt start that was due', () => {
    device(20 * MINUTE)
      .given([registered(), acceptedAtStart, scheduled, held, released('SCHEDULED', at(10 * MINUTE))])
      .when(start)
      .then([{ type: 'AttemptStarted', data: { attempt: 1, leaseToken: 'lease', sessionDevice: DEVICE } }]);
  });

  it('does not start a command before its time', () => {
    device()
      .given([registered(), acceptedAtStart, scheduled, held, released('SCHEDULED', at(10 * MINUTE))])
      .when(start)
      .thenThrows(refusedWith('NOT_DUE'));
  });

  it('happens once, and not to what is not held', () => {
    device().given([registered(), accepted()]).when(release).thenNothing();
    device()
      .given([registered(), accepted(), held, released('ACCEPTED', at(0))])
      .when(release)
      .thenNothing();
  });

  it('can be followed by another hold', () => {
    device()
      .given([registered(), accepted(), held, released('ACCEPTED', at(0))])
      .when(hold)
      .then([{ type: 'CommandHeld', data: { reason: 'storm' } }]);
  });

  it('is refused while the command runs, and after it ended', () => {
    device()
      .given([registered(), accepted(), started(1, 'l')])
      .when(release)
      .thenThrows(refusedWith('NOT_RELEASABLE'));
    device()
      .given([registered(), accepted(), held, ofCommand({ type: 'CommandCancelled', data: { reason: '' } })])
      .when(release)
      .thenThrows(refusedWith('NOT_RELEASABLE'));
  });
});

describe('Changing the priority', () => {
  const changed = ofCommand({ type: 'PriorityChanged', data: { priority: 9, reason: 'urgent' } });

  it.each<WaitingState>([...waitingStates, ['held', [acceptedAtStart, held], 'ACCEPTED', at(0)]])('of a command that is %s', (_what, life) => {
    device()
      .given([registered(), ...life])
      .when(urgent)
      .then([{ type: 'PriorityChanged', data: { priority: 9, reason: 'urgent' } }]);
  });

  it('happens once, and not to what has this priority', () => {
    device().given([registered(), accepted(), changed]).when(urgent).thenNothing();
    device()
      .given([registered(), accepted({ options: { ...OPTIONS, priority: 9 } })])
      .when(urgent)
      .thenNothing();
  });

  it('restores what retries took away', () => {
    device()
      .given([registered(), accepted(), started(1, 'l'), failed, retry])
      .when({ ...urgent, priority: 4 })
      .then([{ type: 'PriorityChanged', data: { priority: 4, reason: 'urgent' } }]);
  });

  it('is where later retries start to go down from', () => {
    const timeout = fault(233, 'no answer within 120 s', 'PROTOCOL_DLMS');
    device()
      .given([registered(), accepted(), started(1, 'a'), failed, retry, changed, started(2, 'lease')])
      .when({
        kind: 'FinishAttempt',
        correlationUid: UID,
        attempt: 2,
        leaseToken: 'lease',
        facts: [],
        answers: [],
        outcome: { kind: 'failed', fault: timeout },
      })
      .then([
        { type: 'AttemptFailed', data: { attempt: 2, code: timeout.code, type: timeout.type, message: timeout.message } },
        { type: 'RetryScheduled', data: { attempt: 3, dueAt: at(60_000), priority: 8 } },
      ]);
  });

  it('is refused while the command runs, and after it ended', () => {
    device()
      .given([registered(), accepted(), started(1, 'l')])
      .when(urgent)
      .thenThrows(refusedWith('NOT_REPRIORITISABLE'));
    device()
      .given([registered(), accepted(), ofCommand({ type: 'CommandCancelled', data: { reason: '' } })])
      .when(urgent)
      .thenThrows(refusedWith('NOT_REPRIORITISABLE'));
  });
});
