import { describe, expect, it } from '@jest/globals';
import type { DomainEvent, RecordedOf } from '#event-sourcing';
import { dueAt, planOf, type Plan } from './plan-occurrences.js';
import type { MissedRuns, ScheduleEvent } from './schedule-events.js';
import { evolve, initialState, type ScheduleState } from './schedule-state.js';
import { began, created, deleted, ended, HOUR, ID, iso, MINUTE, NOON, paused, resumed, within } from './testing/samples.js';

type Happened = ScheduleEvent & { readonly occurredAt: number };

function after(...events: readonly Happened[]): ScheduleState {
  return events.reduce((state, event) => evolve(state, recorded(event)), initialState(ID));
}

/** As it comes from a store; what the fold does not look at is left out. */
function recorded(event: Happened): RecordedOf<ScheduleEvent> {
  const envelope: Partial<RecordedOf<DomainEvent>> = { occurredAt: iso(event.occurredAt), actor: 'operations/test/anna', eventId: ID };
  return { ...event, ...envelope } as RecordedOf<ScheduleEvent>;
}

/** Plan in short: what, and which hours after noon. */
function plan(state: ScheduleState, now: number): string {
  const planned: Plan = planOf(state, now);
  const hour = (at: number): number => (at - NOON) / HOUR;
  if (planned.kind === 'start') return `start ${hour(planned.at)}`;
  if (planned.kind === 'skip') return `skip ${hour(planned.from)}-${hour(planned.to)} (${planned.count} ${planned.reason})`;
  return planned.kind;
}

describe('what is to be done', () => {
  it('rests until the first occurrence after the beginning', () => {
    const state = after(created());
    expect([NOON, NOON + HOUR - 1, NOON + HOUR].map((now) => plan(state, now))).toEqual(['rest', 'rest', 'start 1']);
    expect(dueAt(state)).toBe(NOON + HOUR);
  });

  it('goes on with what has begun, before anything else', () => {
    const state = after(created(), began(NOON + HOUR));
    expect(plan(state, NOON + 5 * HOUR)).toBe('continue');
    expect(dueAt(state)).toBe(0);
  });

  it('stops what has begun when the schedule does not go on', () => {
    for (const end of [paused, deleted]) {
      const state = after(created(), began(NOON + HOUR), end(NOON + HOUR));
      expect([plan(state, NOON + HOUR), dueAt(state)]).toEqual(['stop', 0]);
    }
  });

  it('is nothing in a pause, and nothing after it of what fell in it', () => {
    const state = after(created(), paused(NOON + 1));
    expect([plan(state, NOON + 5 * HOUR), dueAt(state)]).toEqual(['rest', null]);
    const later = after(created(), paused(NOON + 1), resumed(NOON + 4.5 * HOUR));
    expect([plan(later, NOON + 4.6 * HOUR), plan(later, NOON + 5 * HOUR)]).toEqual(['rest', 'start 5']);
  });

  it('is nothing when the clock went back', () => {
    const state = after(created(), began(NOON + 5 * HOUR), ended(NOON + 5 * HOUR));
    expect([plan(state, NOON), plan(state, NOON + 5 * HOUR), plan(state, NOON + 6 * HOUR)]).toEqual(['rest', 'rest', 'start 6']);
  });
});

describe('after the platform was away', () => {
  it.each<[MissedRuns, number, string]>([
    ['skip', 3.5, 'skip 1-3 (3 MISSED)'],
    ['skip', 3, 'skip 1-2 (2 MISSED)'],
    ['skip', 1 + 1 / 60, 'start 1'],
    ['skip', 1 + 1.01 / 60, 'skip 1-1 (1 MISSED)'],
    ['once', 3.5, 'skip 1-2 (2 MISSED)'],
    ['once', 1.9, 'start 1'],
    ['all', 3.5, 'start 1'],
    ['all', 24.5, 'start 1'],
    ['all', 26.5, 'skip 1-2 (2 MISSED)'],
  ])('%s: at hour %d it does "%s" first', (missedRuns, hour, expected) => {
    expect(plan(after(created({ missedRuns })), NOON + hour * HOUR)).toBe(expected);
  });

  it('skips long absences in parts, and comes to the same end', () => {
    const weeks = NOON + 1_000 * HOUR + MINUTE;
    let state = after(created({ missedRuns: 'all' }));
    const seen: string[] = [];
    for (let step = planOf(state, weeks); step.kind === 'skip'; step = planOf(state, weeks)) {
      seen.push(plan(state, weeks));
      state = { ...state, handledUpTo: step.to };
    }
    expect(seen).toEqual(['skip 1-500 (500 MISSED)', 'skip 501-976 (476 MISSED)']);
    expect(plan(state, weeks)).toBe('start 977');
  });

  it('does not begin what would come too late', () => {
    expect(plan(after(created(within(1_800))), NOON + 1.4 * HOUR)).toBe('start 1');
    expect(plan(after(created(within(1_800))), NOON + 1.5 * HOUR)).toBe('skip 1-1 (1 TOO_LATE)');
    expect(plan(after(created({ missedRuns: 'all', ...within(5_400) })), NOON + 3 * HOUR)).toBe('skip 1-1 (1 TOO_LATE)');
  });
});
