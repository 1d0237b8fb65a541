import { describe, it } from '@jest/globals';
import { CommandRefusedError } from '../refusal.js';
import { device } from '../testing/device-specification.js';
import { accepted, at, DEVICE, OPTIONS, registered, started, UID } from '../testing/samples.js';

const OTHER = 'bbbbbbbb-0000-4000-8000-000000000002';
const refusedWith = (code: string) => (error: unknown) => error instanceof CommandRefusedError && error.code === code;
const ofOther = <E extends object>(event: E) => ({ ...event, correlationUid: OTHER });
const claim = { kind: 'StartAttempt', correlationUid: UID, leaseToken: 'mine' } as const;

describe('A claim', () => {
  it('is refused while another command of the device has an attempt under way', () => {
    device()
      .given([registered(), ofOther(accepted()), accepted(), ofOther(started(1, 'theirs'))])
      .when(claim)
      .thenThrows(refusedWith('DEVICE_BUSY'));
  });

  it('is granted as soon as that has ended', () => {
    device()
      .given([registered(), ofOther(accepted()), accepted(), ofOther(started(1, 'theirs')), ofOther({ type: 'CommandSucceeded', data: {} } as const)])
      .when(claim)
      .then([{ type: 'AttemptStarted', data: { attempt: 1, leaseToken: 'mine', sessionDevice: DEVICE } }]);
  });

  it('is never granted before the scheduleTime, even if a retry is due by a clock that was put back', () => {
    const scheduled = accepted({ options: { ...OPTIONS, scheduleTime: at(1) } });
    device().given([registered(), scheduled]).when(claim).thenThrows(refusedWith('NOT_DUE'));
  });
});
