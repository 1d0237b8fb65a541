import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#event-sourcing';
import { decideNotification, UnknownNotificationError, type AttemptResult, type NotificationCommand } from './decide-notification.js';
import type { NotificationEvent, NotificationRequest, RecordedNotificationEvent } from './notification-events.js';
import { evolve, initialState, type NotificationState } from './notification-state.js';

const ID = 'b3f1d1f0-3a47-5a3e-9a54-0c4a3d1b2c3d';
const START = Date.UTC(2026, 0, 1, 12);
const SECOND = 1_000;
const REQUEST: NotificationRequest = {
  url: 'https://client.example/hook',
  organisation: 'operations',
  correlationUid: 'aaaaaaaa-0000-4000-8000-000000000001',
  deviceIdentification: 'TEST1',
  operation: 'GetActualMeterReads',
  status: 'SUCCEEDED',
  result: 'OK',
  notificationType: 'REQUEST_ACTUAL_METER_DATA',
  occurredAt: '2026-01-01T12:00:00.000Z',
};

interface Timed {
  readonly at: number;
  readonly events: readonly NotificationEvent[];
}

function fold(given: readonly Timed[]): NotificationState {
  let state = initialState(ID);
  for (const { at, events } of given)
    for (const event of events) {
      const occurredAt = new Date(at).toISOString();
      state = evolve(state, { ...event, occurredAt, recordedAt: occurredAt } as RecordedEvent as RecordedNotificationEvent);
    }
  return state;
}

const requested: Timed = { at: START, events: [{ type: 'NotificationRequested', data: REQUEST }] };
const attempt = (state: NotificationState, result: AttemptResult): NotificationCommand => ({
  kind: 'RecordAttempt',
  attempt: state.attempts + 1,
  round: state.round,
  result,
  durationMs: 5,
});
const FAILED: AttemptResult = { outcome: 'REJECTED', httpStatus: 500 };
const types = (events: readonly NotificationEvent[]): readonly string[] => events.map(({ type }) => type);

/** Attempts that all take 10 s and fail, each as soon as it is due, until nothing more is due; answers when each began, in s after the request. */
function failUntilGivenUp(
  state: NotificationState,
  beganAt: number,
): { begins: number[]; state: NotificationState; last: readonly NotificationEvent[] } {
  const begins: number[] = [];
  let now = state;
  let last: readonly NotificationEvent[] = [];
  while (now.dueAt !== null) {
    begins.push((now.dueAt - beganAt) / SECOND);
    if (begins.length > 200) throw new Error('there is no end to it');
    const endedAt = now.dueAt + 10 * SECOND;
    last = decideNotification(attempt(now, FAILED), now, endedAt);
    const occurredAt = new Date(endedAt).toISOString();
    for (const event of last) now = evolve(now, { ...event, occurredAt, recordedAt: occurredAt } as RecordedEvent as RecordedNotificationEvent);
  }
  return { begins, state: now, last };
}

describe('a notification', () => {
  it('is requested once, however often its command ends', () => {
    const command: NotificationCommand = { kind: 'Request', request: REQUEST };
    expect(decideNotification(command, initialState(ID), START)).toEqual([{ type: 'NotificationRequested', data: REQUEST }]);
    expect(decideNotification(command, fold([requested]), START)).toEqual([]);
  });

  it('is due at once', () => {
    expect(fold([requested])).toMatchObject({ status: 'PENDING', dueAt: START, attempts: 0 });
  });

  it('is delivered by a status 2xx, and nothing is due then', () => {
    const state = fold([requested]);
    const events = decideNotification(attempt(state, { outcome: 'DELIVERED', httpStatus: 204 }), state, START + 5);
    expect(events).toEqual([
      { type: 'NotificationAttempted', data: { attempt: 1, outcome: 'DELIVERED', httpStatus: 204, durationMs: 5 } },
      { type: 'NotificationDelivered', data: { attempt: 1 } },
    ]);
    expect(fold([requested, { at: START + 5, events }])).toMatchObject({
      status: 'DELIVERED',
      dueAt: null,
      deliveredAt: START + 5,
      log: [{ number: 1, outcome: 'DELIVERED', httpStatus: 204, error: null, durationMs: 5, endedAt: START + 5 }],
    });
  });

  it('is tried again after each end of an attempt plus 1 min × 2^n, at most 1 h, as long as that is within 24 h', () => {
    const { begins, state, last } = failUntilGivenUp(fold([requested]), START);
    // Each pause begins when the attempt before it, which takes 10 s, has ended.
    expect(begins.slice(0, 9)).toEqual([0, 70, 200, 450, 940, 1910, 3840, 7450, 11_060]);
    const pauses = begins.slice(1).map((at, index) => at - (begins[index] ?? 0) - 10);
    expect(pauses).toEqual([60, 120, 240, 480, 960, 1920, ...Array.from({ length: 22 }, () => 3600)]);
    expect(begins.at(-1)).toBeLessThanOrEqual(24 * 3600);
    expect((begins.at(-1) ?? 0) + 10 + 3600).toBeGreaterThan(24 * 3600);
    expect(types(last)).toEqual(['NotificationAttempted', 'NotificationGivenUp']);
    expect(state).toMatchObject({ status: 'GIVEN_UP', givenUp: 'TIME_OVER', attempts: 29 });
  });

  it.each<AttemptResult>([
    { outcome: 'REJECTED', httpStatus: 302 },
    { outcome: 'REJECTED', httpStatus: 404 },
    { outcome: 'TIMEOUT' },
    { outcome: 'UNREACHABLE', error: 'ECONNREFUSED' },
  ])('is tried again after %j', (result) => {
    const state = fold([requested]);
    expect(decideNotification(attempt(state, result), state, START)).toEqual([
      { type: 'NotificationAttempted', data: { ...result, attempt: 1, durationMs: 5 } },
      { type: 'NotificationRetryScheduled', data: { attempt: 2, dueAt: new Date(START + 60 * SECOND).toISOString() } },
    ]);
  });

  it.each(['NOT_ALLOWED', 'NO_SECRET'] as const)('is given up at once when it is %s', (outcome) => {
    const state = fold([requested]);
    const events = decideNotification(attempt(state, { outcome }), state, START);
    expect(events.at(-1)).toEqual({ type: 'NotificationGivenUp', data: { attempt: 1, reason: outcome } });
    expect(fold([requested, { at: START, events }])).toMatchObject({ status: 'GIVEN_UP', dueAt: null, givenUp: outcome });
  });

  it('records each attempt once', () => {
    const before = fold([requested]);
    const command = attempt(before, FAILED);
    const after = fold([requested, { at: START, events: decideNotification(command, before, START) }]);
    expect(decideNotification(command, after, START)).toEqual([]);
  });

  it('begins anew when somebody wants it delivered again', () => {
    const over = failUntilGivenUp(fold([requested]), START).state;
    const again = START + 48 * 3_600 * SECOND;
    const [wish] = decideNotification({ kind: 'Redeliver', reason: 'our side was down' }, over, again);
    expect(wish).toEqual({ type: 'NotificationRedeliveryRequested', data: { reason: 'our side was down' } });
    const occurredAt = new Date(again).toISOString();
    const wished = evolve(over, { ...wish, occurredAt, recordedAt: occurredAt } as RecordedEvent as RecordedNotificationEvent);
    expect(wished).toMatchObject({ status: 'PENDING', dueAt: again, givenUp: null, attempts: 29 });
    const { begins, state } = failUntilGivenUp(wished, again);
    expect(begins.slice(0, 3)).toEqual([0, 70, 200]);
    expect(state.attempts).toBe(58);
  });

  it('is still to be delivered again when an attempt from before that wish succeeds', () => {
    const before = fold([requested]);
    const inFlight = attempt(before, { outcome: 'DELIVERED', httpStatus: 200 });
    const wish: Timed = { at: START + 1, events: [{ type: 'NotificationRedeliveryRequested', data: { reason: 'lost' } }] };
    const wished = fold([requested, wish]);
    const events = decideNotification(inFlight, wished, START + 2);
    expect(types(events)).toEqual(['NotificationAttempted']);
    expect(fold([requested, wish, { at: START + 2, events }])).toMatchObject({ status: 'PENDING', dueAt: START + 1, attempts: 1 });
  });

  it.each<NotificationCommand>([
    { kind: 'Redeliver', reason: 'why not' },
    { kind: 'RecordAttempt', attempt: 1, round: 1, result: FAILED, durationMs: 1 },
  ])('that nobody requested knows no $kind', (command) => {
    expect(() => decideNotification(command, initialState(ID), START)).toThrow(UnknownNotificationError);
  });

  it('keeps the last hundred attempts', () => {
    let state = fold([requested]);
    for (let round = 0; round < 4; round++) {
      state = failUntilGivenUp(state, state.beganAt).state;
      const occurredAt = new Date(state.beganAt + 1).toISOString();
      const wish = { type: 'NotificationRedeliveryRequested', data: { reason: 'again' }, occurredAt } as RecordedEvent as RecordedNotificationEvent;
      state = evolve(state, wish);
    }
    expect(state.log).toHaveLength(100);
    expect(state.log.at(-1)?.number).toBe(state.attempts);
  });
});
