import { describe, it } from '@jest/globals';
import { CommandRefusedError } from '../refusal.js';
import { device } from '../testing/device-specification.js';
import { accepted, ofCommand, registered, started, UID } from '../testing/samples.js';

const cancel = { kind: 'Cancel', correlationUid: UID, reason: 'not needed' } as const;
const deleteResponse = { kind: 'DeleteResponse', correlationUid: UID, reason: 'read' } as const;
const refusedWith = (code: string) => (error: unknown) => error instanceof CommandRefusedError && error.code === code;
const ended = [accepted(), started(1, 'lease'), ofCommand({ type: 'CommandSucceeded', data: { responseRef: { sha256: 'x', bytes: 1 } } })];

describe('Cancelling', () => {
  it('ends a command that waits', () => {
    device()
      .given([registered(), accepted()])
      .when(cancel)
      .then([{ type: 'CommandCancelled', data: { reason: 'not needed' } }]);
  });

  it('is refused while the command runs', () => {
    device()
      .given([registered(), accepted(), started(1, 'lease')])
      .when(cancel)
      .thenThrows(refusedWith('NOT_CANCELLABLE'));
  });

  it('is refused after the command ended', () => {
    device()
      .given([registered(), ...ended])
      .when(cancel)
      .thenThrows(refusedWith('NOT_CANCELLABLE'));
  });

  it('is refused the second time: the first has ended the command', () => {
    device()
      .given([registered(), accepted(), ofCommand({ type: 'CommandCancelled', data: { reason: 'not needed' } })])
      .when(cancel)
      .thenThrows(refusedWith('NOT_CANCELLABLE'));
  });
});

describe('Deleting a response', () => {
  it('is recorded once', () => {
    device()
      .given([registered(), ...ended])
      .when(deleteResponse)
      .then([{ type: 'ResponseDeleted', data: { reason: 'read' } }]);
    device()
      .given([registered(), ...ended, ofCommand({ type: 'ResponseDeleted', data: { reason: 'read' } })])
      .when(deleteResponse)
      .thenNothing();
  });

  it('is refused while the command is open', () => {
    device().given([registered(), accepted()]).when(deleteResponse).thenThrows(refusedWith('STILL_OPEN'));
  });
});
