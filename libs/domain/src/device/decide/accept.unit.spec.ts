import { describe, it } from '@jest/globals';
import { CommandRefusedError } from '../refusal.js';
import { device } from '../testing/device-specification.js';
import { accept, accepted, at, ofCommand, OPTIONS, registered, started } from '../testing/samples.js';

const WEEK = 7 * 86_400_000;
const refusedWith = (code: string) => (error: unknown) => error instanceof CommandRefusedError && error.code === code;

describe('When a device is registered', () => {
  it('accepts a command that expires after the command lifetime', () => {
    device()
      .given([registered()])
      .when(accept())
      .then([accepted()].map(({ type, data }) => ({ type, data })));
  });

  it('schedules a command with a scheduleTime, which also starts its lifetime', () => {
    const options = { ...OPTIONS, scheduleTime: at(3_600_000) };
    device()
      .given([registered()])
      .when(accept({ options }))
      .then([
        {
          type: 'CommandAccepted',
          data: { operation: 'GetActualMeterReads', data: null, options, expiresAt: at(3_600_000 + WEEK), requestHash: 'hash' },
        },
        { type: 'CommandScheduled', data: { dueAt: at(3_600_000) } },
      ]);
  });

  it('lets maxScheduleTime decide the expiry', () => {
    const options = { ...OPTIONS, maxScheduleTime: at(60_000) };
    device()
      .given([registered()])
      .when(accept({ options }))
      .then([
        { type: 'CommandAccepted', data: { operation: 'GetActualMeterReads', data: null, options, expiresAt: at(60_000), requestHash: 'hash' } },
      ]);
  });
});

describe('When the time of a command was over before it came', () => {
  const options = { ...OPTIONS, maxScheduleTime: at(-1) };
  const fault417 = {
    code: 417,
    type: 'MAX_SCHEDULE_TIME_EXCEEDED',
    message: `not carried out before ${at(-1)} (it is ${at(0)})`,
    component: 'OSGP_CORE',
  };

  it.each(['SMART_METER_E', 'SMART_METER_G'])('accepts it and ends it EXPIRED, whatever else is wrong with it (%s)', (deviceType) => {
    device()
      .given([registered({ deviceType })])
      .when(accept({ options }))
      .then([
        { type: 'CommandAccepted', data: { operation: 'GetActualMeterReads', data: null, options, expiresAt: at(-1), requestHash: 'hash' } },
        { type: 'CommandExpired', data: { fault: fault417 } as never },
      ]);
  });
});

describe('When a command is scheduled for the end of time', () => {
  it('expires with the last instant that a date can hold', () => {
    const options = { ...OPTIONS, scheduleTime: new Date(8.64e15).toISOString() };
    device()
      .given([registered()])
      .when(accept({ options }))
      .then([
        {
          type: 'CommandAccepted',
          data: { operation: 'GetActualMeterReads', data: null, options, expiresAt: options.scheduleTime, requestHash: 'hash' },
        },
        { type: 'CommandScheduled', data: { dueAt: options.scheduleTime } },
      ]);
  });
});

describe('When the same request comes again', () => {
  it.each([
    ['while it is open', [accepted()]],
    ['while it runs', [accepted(), started(1, 'lease')]],
    ['after it ended', [accepted(), started(1, 'lease'), ofCommand({ type: 'CommandSucceeded', data: {} })]],
  ])('records nothing %s', (_when, events) => {
    device()
      .given([registered(), ...events])
      .when(accept())
      .thenNothing();
  });

  it('refuses another request under the same uid', () => {
    device()
      .given([registered(), accepted()])
      .when(accept({ requestHash: 'other' }))
      .thenThrows(refusedWith('IDEMPOTENCY_CONFLICT'));
  });

  it('remembers an ended command for a day among many others', () => {
    const others = Array.from({ length: 300 }, (_, index) => `aaaaaaaa-0000-4000-8000-${String(index + 2).padStart(12, '0')}`);
    const noise = others.flatMap((correlationUid) => [
      { ...accepted(), correlationUid },
      { ...started(1, 'lease'), correlationUid },
      { type: 'CommandSucceeded' as const, data: {}, correlationUid },
    ]);
    const ended = [accepted(), started(1, 'lease'), ofCommand({ type: 'CommandSucceeded', data: {} })];
    device()
      .given([registered(), ...ended, ...noise])
      .when(accept())
      .thenNothing();
  });
});

describe('When a device cannot take the command', () => {
  it('refuses an unknown device', () => {
    device().given([]).when(accept()).thenThrows(refusedWith('UNKNOWN_DEVICE'));
  });

  it('ends a bundle for an M-Bus device with 401', () => {
    device()
      .given([registered({ deviceType: 'SMART_METER_G' })])
      .when(accept({ operation: 'Bundle', data: { actions: [{ operation: 'GetActualMeterReads', data: null }] } }))
      .then(
        [
          accepted({ operation: 'Bundle', data: { actions: [{ operation: 'GetActualMeterReads', data: null }] } }),
          {
            type: 'CommandFailed',
            data: {
              fault: {
                code: 401,
                type: 'VALIDATION_ERROR',
                message: 'bundles are not allowed for device type SMART_METER_G',
                component: 'DOMAIN_SMART_METERING',
              },
            },
          },
        ].map(({ type, data }) => ({ type, data }) as never),
      );
  });
});
