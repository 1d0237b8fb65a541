import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { SECRET_TYPES } from '#contract';
import type { DeviceEvent } from './events/index.js';
import type { RecordedDeviceEvent } from './events/recorded.js';
import { evolve } from './evolve.js';
import { initialState, type DeviceState } from './state.js';
import { at, DEVICE, NOW, OPTIONS, registered } from './testing/samples.js';

jest.setTimeout(60_000);

const uid = fc.constantFrom('u1', 'u2', 'u3', '7');
const name = fc.oneof(fc.constantFrom('operations', '12', '__proto__', 'constructor'), fc.string({ maxLength: 5 }));
const time = fc.integer({ min: 0, max: 10 * 86_400_000 }).map((ms) => at(ms));
const keyNamed = fc.record({ type: fc.constantFrom(...SECRET_TYPES), keyId: name, fingerprint: name });
const responseRef = fc.constant({ responseRef: { sha256: 'ab', bytes: 2 } });

const event: fc.Arbitrary<DeviceEvent> = fc.oneof(
  fc.constant(registered()),
  fc.record({ type: fc.constant('DeviceAuthorizationGranted' as const), data: fc.record({ organisation: name, functionGroup: name }) }),
  fc.record({ type: fc.constant('KeyStored' as const), data: keyNamed }),
  fc.record({ type: fc.constant('KeyActivated' as const), data: keyNamed }),
  fc.record({
    type: fc.constant('CommandAccepted' as const),
    data: fc.record({ operation: name, data: fc.jsonValue(), options: fc.constant(OPTIONS), expiresAt: time, requestHash: name }),
  }),
  fc.record({ type: fc.constant('CommandScheduled' as const), data: fc.record({ dueAt: time }) }),
  fc.record({ type: fc.constant('AttemptStarted' as const), data: fc.record({ attempt: fc.nat(3), leaseToken: name, sessionDevice: name }) }),
  fc.record({
    type: fc.constant('AttemptFailed' as const),
    data: fc
      .tuple(fc.record({ attempt: fc.nat(3), code: fc.constantFrom(225, 412), type: name, message: name }), fc.option(responseRef))
      .map(([data, ref]) => ({ ...data, ...ref })),
  }),
  fc.record({ type: fc.constant('RetryScheduled' as const), data: fc.record({ attempt: fc.nat(3), dueAt: time, priority: fc.nat(9) }) }),
  fc.record({ type: fc.constant('CommandSucceeded' as const), data: fc.constantFrom({}, { responseRef: { sha256: 'cd', bytes: 3 } }) }),
  fc.record({ type: fc.constant('CommandCancelled' as const), data: fc.record({ reason: name }) }),
  fc.record({ type: fc.constant('CommandHeld' as const), data: fc.record({ reason: name }) }),
  fc.record({
    type: fc.constant('CommandReleased' as const),
    data: fc.record({ reason: name, status: fc.constantFrom('ACCEPTED' as const, 'RETRY_SCHEDULED' as const), dueAt: time }),
  }),
  fc.record({ type: fc.constant('PriorityChanged' as const), data: fc.record({ priority: fc.nat(9), reason: name }) }),
  fc.record({ type: fc.constant('ResponseDeleted' as const), data: fc.record({ reason: name }) }),
  fc.record({ type: fc.constant('ClockSynchronized' as const), data: fc.record({ timezone: name, time }) }),
);

function recorded(domainEvent: DeviceEvent, correlationUid: string, revision: number): RecordedDeviceEvent {
  const origin = {
    eventId: `e${revision}`,
    commandId: `c${revision}`,
    correlationUid,
    causationId: null,
    actor: 'operations/demo/-',
    schemaVersion: 1,
  };
  const instant = new Date(NOW + revision * 60_000).toISOString();
  const place = { stream: `device-${DEVICE}`, revision, position: revision + 1, occurredAt: instant, recordedAt: instant, prevHash: '', hash: '' };
  return { ...origin, ...place, ...domainEvent } as RecordedDeviceEvent;
}

describe('the state of a device', () => {
  it('goes on from its JSON text as if it had never been away, wherever in its history', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(event, uid), { maxLength: 40 }), fc.nat(), (history, cut) => {
        const events = history.map(([each, correlationUid], revision) => recorded(each, correlationUid, revision));
        const fold = (from: DeviceState, part: readonly RecordedDeviceEvent[]): DeviceState => part.reduce(evolve, from);
        const at = events.length === 0 ? 0 : cut % (events.length + 1);
        const whole = fold(initialState(DEVICE), events);
        const kept = JSON.parse(JSON.stringify(fold(initialState(DEVICE), events.slice(0, at)))) as DeviceState;
        const resumed = fold(kept, events.slice(at));
        expect(resumed).toEqual(whole);
        // Also the order of members, which decides what is looked at first.
        expect(JSON.stringify(resumed)).toBe(JSON.stringify(whole));
      }),
      { numRuns: 500 },
    );
  });
});
