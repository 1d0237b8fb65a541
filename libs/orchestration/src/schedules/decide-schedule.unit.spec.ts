import { describe, it } from '@jest/globals';
import { EventRegistry } from '#event-sourcing';
import { deciderSpecification } from '#event-sourcing/testing/decider-specification.js';
import { decideSchedule, ScheduleOutdatedError, UnknownScheduleError, type RecordProgress, type ScheduleCommand } from './decide-schedule.js';
import { scheduleEventTypes, type ScheduleEvent } from './schedule-events.js';
import { evolve, initialState } from './schedule-state.js';
import {
  began,
  changed,
  created,
  definition,
  deleted,
  ended,
  HOUR,
  ID,
  iso,
  NOON,
  paused,
  progressed,
  request,
  resumed,
  skipped,
} from './testing/samples.js';

const ONE = NOON + HOUR;
const schedule = (now = ONE) =>
  deciderSpecification<ReturnType<typeof initialState>, ScheduleCommand, ScheduleEvent>(
    { decide: decideSchedule, evolve, initialState },
    { now, id: ID, registry: new EventRegistry(scheduleEventTypes) },
  );
const start: ScheduleCommand = { kind: 'Start', at: ONE, request: request(ONE) };
const progress = (change: Partial<RecordProgress> = {}): ScheduleCommand => ({
  kind: 'Progress',
  at: ONE,
  after: 'B',
  accepted: 2,
  refused: 1,
  isComplete: false,
  ...change,
});
const skip: ScheduleCommand = { kind: 'Skip', from: ONE, to: ONE + HOUR, count: 2, reason: 'MISSED' };

describe('people', () => {
  it('create a schedule once', () => {
    const create: ScheduleCommand = { kind: 'Create', definition: definition(), organisation: 'operations', reason: 'needed' };
    const data = { ...definition(), organisation: 'operations', reason: 'needed' };
    schedule()
      .given([])
      .when(create)
      .then([{ type: 'ScheduleCreated', data }]);
    schedule().given([created()]).when(create).thenNothing();
  });

  it('change it, unless somebody else was faster', () => {
    const change = (version: number): ScheduleCommand => ({ kind: 'Change', definition: definition({ name: 'mine' }), version, reason: 'better' });
    const data = { ...definition({ name: 'mine' }), reason: 'better' };
    schedule()
      .given([created()])
      .when(change(0))
      .then([{ type: 'ScheduleChanged', data }]);
    schedule()
      .given([created(), changed({ name: 'theirs' }, NOON)])
      .when(change(0))
      .thenThrows(ScheduleOutdatedError);
  });

  it('pause and resume it, which done twice is done once', () => {
    const [pause, resume]: ScheduleCommand[] = [
      { kind: 'Pause', reason: 'storm' },
      { kind: 'Resume', reason: 'over' },
    ];
    schedule()
      .given([created()])
      .when(pause as ScheduleCommand)
      .then([{ type: 'SchedulePaused', data: { reason: 'storm' } }]);
    schedule()
      .given([created(), paused(NOON)])
      .when(pause as ScheduleCommand)
      .thenNothing();
    schedule()
      .given([created(), paused(NOON)])
      .when(resume as ScheduleCommand)
      .then([{ type: 'ScheduleResumed', data: { reason: 'over' } }]);
    schedule()
      .given([created()])
      .when(resume as ScheduleCommand)
      .thenNothing();
  });

  it('delete it, and cannot do anything with it then', () => {
    const reason = 'x';
    schedule()
      .given([created()])
      .when({ kind: 'Delete', reason })
      .then([{ type: 'ScheduleDeleted', data: { reason } }]);
    for (const kind of ['Pause', 'Resume', 'Delete'] as const) {
      schedule()
        .given([created(), deleted(NOON)])
        .when({ kind, reason })
        .thenThrows(UnknownScheduleError);
      schedule().given([]).when({ kind, reason }).thenThrows(UnknownScheduleError);
    }
  });
});

describe('an occurrence', () => {
  it('begins with all that its devices are to be asked', () => {
    schedule()
      .given([created({ filter: { q: 'TEST' } })])
      .when(start)
      .then([{ type: 'OccurrenceStarted', data: { at: iso(ONE), ...request(ONE), filter: { q: 'TEST' } } }]);
  });

  it.each<[string, readonly ScheduleEvent[], number]>([
    ['while another runs', [created(), began(ONE - HOUR / 2)], ONE],
    ['twice', [created(), began(ONE), ended(ONE)], ONE],
    ['when a later one has begun, as after a clock that went back', [created(), began(ONE + HOUR), ended(ONE + HOUR)], ONE],
    ['when it was skipped', [created(), skipped(NOON, ONE, 2)], ONE],
    ['in a pause', [created(), paused(NOON)], ONE],
    ['after a pause that it fell in', [created(), paused(NOON), resumed(ONE + 1)], ONE + 2],
    ['after the schedule was deleted', [created(), deleted(NOON)], ONE],
    ['when it was before the schedule came to be', [created({}, ONE)], ONE],
    ['when it is one that another timing would have had', [created(), changed({ cron: '30 * * * *' }, ONE)], ONE + 1],
    ['before its time', [created()], ONE - 1],
  ])('does not begin %s', (_when, given, now) => {
    schedule(now).given(given).when(start).thenNothing();
  });

  it('is not lost to a change that leaves its time as it is', () => {
    schedule(ONE + 1)
      .given([created(), changed({ name: 'other' }, ONE + 1)])
      .when(start)
      .then([{ type: 'OccurrenceStarted', data: { at: iso(ONE), ...request(ONE), filter: {} } }]);
  });
});

describe('progress', () => {
  it('counts from the beginning of the occurrence', () => {
    schedule()
      .given([created(), began(ONE), progressed(ONE, 'A', 5, 1)])
      .when(progress())
      .then([{ type: 'OccurrenceProgressed', data: { at: iso(ONE), after: 'B', accepted: 7, refused: 2 } }]);
  });

  it('counts once what was asked twice', () => {
    schedule()
      .given([created(), began(ONE), progressed(ONE, 'B', 2, 1)])
      .when(progress())
      .thenNothing();
    schedule()
      .given([created(), began(ONE), progressed(ONE, 'C', 2, 1)])
      .when(progress())
      .thenNothing();
  });

  it('ends the occurrence when there are no more devices', () => {
    const finished: ScheduleEvent = { type: 'OccurrenceFinished', data: { at: iso(ONE), outcome: 'COMPLETE', accepted: 2, refused: 1 } };
    schedule()
      .given([created(), began(ONE)])
      .when(progress({ isComplete: true }))
      .then([{ type: 'OccurrenceProgressed', data: { at: iso(ONE), after: 'B', accepted: 2, refused: 1 } }, finished]);
    schedule()
      .given([created(), began(ONE), progressed(ONE, 'B', 2, 1)])
      .when(progress({ after: null, accepted: 0, refused: 0, isComplete: true }))
      .then([finished]);
  });

  it('of an occurrence that does not run is none', () => {
    schedule().given([created()]).when(progress()).thenNothing();
    schedule()
      .given([created(), began(ONE), ended(ONE)])
      .when(progress())
      .thenNothing();
    schedule()
      .given([created(), began(ONE - HOUR / 2)])
      .when(progress())
      .thenNothing();
  });
});

describe('an occurrence that has begun', () => {
  it('is stopped when the schedule was paused or deleted, and only then', () => {
    const stopped: ScheduleEvent = { type: 'OccurrenceFinished', data: { at: iso(ONE), outcome: 'STOPPED', accepted: 5, refused: 1 } };
    const given = [created(), began(ONE), progressed(ONE, 'A', 5, 1)];
    const stop: ScheduleCommand = { kind: 'Stop', at: ONE };
    schedule()
      .given([...given, paused(ONE)])
      .when(stop)
      .then([stopped]);
    schedule()
      .given([...given, deleted(ONE)])
      .when(stop)
      .then([stopped]);
    schedule().given(given).when(stop).thenNothing();
    schedule()
      .given([...given, paused(ONE), resumed(ONE)])
      .when(stop)
      .thenNothing();
    schedule()
      .given([...given, ended(ONE), paused(ONE)])
      .when(stop)
      .thenNothing();
  });
});

describe('skipping', () => {
  it('says which, how many and why', () => {
    const data = { from: iso(ONE), to: iso(ONE + HOUR), count: 2, reason: 'MISSED' as const };
    schedule()
      .given([created()])
      .when(skip)
      .then([{ type: 'OccurrencesSkipped', data }]);
  });

  it.each<[string, readonly ScheduleEvent[]]>([
    ['twice', [created(), skipped(ONE, ONE + HOUR, 2)]],
    ['what has begun', [created(), began(ONE), ended(ONE)]],
    ['in a pause', [created(), paused(NOON)]],
  ])('does not happen %s', (_when, given) => {
    schedule().given(given).when(skip).thenNothing();
  });
});
