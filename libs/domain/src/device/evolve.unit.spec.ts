import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#event-sourcing';
import type { DeviceEvent } from './events/index.js';
import type { RecordedDeviceEvent } from './events/recorded.js';
import { evolve } from './evolve.js';
import { initialState, type DeviceState } from './state.js';
import { accepted, DEVICE, NOW, ofCommand, registered, started, UID } from './testing/samples.js';

const DAY = 86_400_000;

function fold(events: readonly (DeviceEvent & { readonly correlationUid?: string })[], time = NOW, state = initialState(DEVICE)): DeviceState {
  return events.reduce((folded, event, revision) => {
    const instant = new Date(time).toISOString();
    const envelope = { stream: `device-${DEVICE}`, revision, position: revision + 1, eventId: '', schemaVersion: 1, commandId: '' };
    const recorded: RecordedEvent = {
      ...envelope,
      type: event.type,
      data: event.data,
      correlationUid: event.correlationUid ?? UID,
      causationId: null,
      actor: 'operations/demo/-',
      occurredAt: instant,
      recordedAt: instant,
      prevHash: '',
      hash: '',
    };
    return evolve(folded, recorded as RecordedDeviceEvent);
  }, state);
}

const lifeOf = (correlationUid: string) =>
  [accepted(), started(1, 'l'), ofCommand({ type: 'CommandSucceeded', data: {} })].map((event) => ({ ...event, correlationUid }));

describe('The state of a device', () => {
  it('knows the zone that the clock was set in', () => {
    const state = fold([registered(), { type: 'ClockSynchronized', data: { timezone: 'Europe/London', time: '2026-01-01T12:00:00+00:00' } }]);
    expect(state.registration?.device.timezone).toBe('Europe/London');
  });

  it('keeps one pending and one active key of a type', () => {
    const key = (keyId: string) => ({ type: 'E_METER_MASTER_KEY' as const, keyId, fingerprint: keyId });
    const state = fold([
      { type: 'KeyStored', data: key('a') },
      { type: 'KeyActivated', data: key('a') },
      { type: 'KeyStored', data: key('b') },
    ]);
    expect(state.keys.E_METER_MASTER_KEY).toEqual({ active: { keyId: 'a', fingerprint: 'a' }, pending: { keyId: 'b', fingerprint: 'b' } });
  });

  it('counts failed connections until a command succeeds', () => {
    const unreachable = ofCommand({ type: 'AttemptFailed', data: { attempt: 1, code: 225, type: 'CONNECTION_REFUSED', message: '' } });
    const failing = fold([registered(), accepted(), started(1, 'l'), unreachable, unreachable]);
    expect(failing.contact).toMatchObject({ failedConnections: 2 });
    expect(fold([started(2, 'l'), ofCommand({ type: 'CommandSucceeded', data: {} })], NOW + 1, failing).contact.failedConnections).toBe(0);
  });

  it('does not take a refusal of the meter for a failed connection', () => {
    const refused = ofCommand({ type: 'AttemptFailed', data: { attempt: 1, code: 412, type: 'ERROR_RETRIEVING_ATTRIBUTE_VALUE', message: '' } });
    expect(fold([registered(), accepted(), started(1, 'l'), refused]).contact.failedConnections).toBe(0);
  });

  it('forgets ended commands after a day, but never the last 256', () => {
    const uids = Array.from({ length: 300 }, (_, index) => `uid-${index}`);
    const old = fold(uids.flatMap(lifeOf));
    expect(old.closed).toHaveLength(300);
    const later = fold(lifeOf('new'), NOW + 2 * DAY, old);
    expect(later.closed).toHaveLength(256);
    expect(later.closed.at(-1)).toMatchObject({ correlationUid: 'new' });
  });

  it('ignores events of a later version', () => {
    const state = fold([registered()]);
    expect(fold([{ type: 'SomethingNew', data: {} } as unknown as DeviceEvent], NOW, state)).toBe(state);
  });
});
