import type { ScheduleDefinition, SkipReason } from './schedule-events.js';
import type { RunningOccurrence, ScheduleState } from './schedule-state.js';
import { nextOccurrence, occurrencesWithin } from './time/cron.js';

/** An occurrence that begins within this time of its instant is not late, ms. */
const PUNCTUAL = 60_000;
/** `all` missed occurrences that are made up for. */
const MOST_MADE_UP = 24;
/** Occurrences that one event skips. */
const MOST_SKIPPED = 500;

/** What is to be done about a schedule now. Instants are epoch ms. */
export type Plan =
  /** Ask the next devices. */
  | { readonly kind: 'continue'; readonly running: RunningOccurrence }
  | { readonly kind: 'stop'; readonly at: number }
  | { readonly kind: 'start'; readonly at: number; readonly definition: ScheduleDefinition }
  | { readonly kind: 'skip'; readonly from: number; readonly to: number; readonly count: number; readonly reason: SkipReason }
  | { readonly kind: 'rest' };

/** @param now epoch ms */
export function planOf(state: ScheduleState, now: number): Plan {
  const { definition, status, running, handledUpTo } = state;
  if (running !== null) return status === 'ACTIVE' ? { kind: 'continue', running } : { kind: 'stop', at: running.at };
  if (definition === null || status !== 'ACTIVE') return { kind: 'rest' };
  const due = occurrencesWithin(definition, handledUpTo, now, MOST_SKIPPED + MOST_MADE_UP);
  if (due.length === MOST_SKIPPED + MOST_MADE_UP) return skip(due.slice(0, MOST_SKIPPED), 'MISSED');
  const count = Math.min(due.length, made(definition, due, now));
  const missed = due.slice(0, due.length - count);
  if (missed.length > 0) return skip(missed, 'MISSED');
  const wanted = due.slice(due.length - count);
  const late = wanted.filter((at) => isTooLate(definition, at, now));
  if (late.length > 0) return skip(late, 'TOO_LATE');
  const [at] = wanted;
  return at === undefined ? { kind: 'rest' } : { kind: 'start', at, definition };
}

/** When something has to be done about a schedule, epoch ms; null: not before somebody wants something of it. */
export function dueAt({ definition, status, running, handledUpTo }: ScheduleState): number | null {
  if (running !== null) return 0;
  return definition === null || status !== 'ACTIVE' ? null : (nextOccurrence(definition, handledUpTo) ?? null);
}

/** How many of the last due occurrences begin. */
function made({ missedRuns }: ScheduleDefinition, due: readonly number[], now: number): number {
  if (missedRuns === 'skip') return due.filter((at) => at >= now - PUNCTUAL).length;
  return missedRuns === 'once' ? 1 : MOST_MADE_UP;
}

function isTooLate({ options }: ScheduleDefinition, at: number, now: number): boolean {
  return options.maxDelay !== undefined && at + options.maxDelay * 1_000 <= now;
}

function skip(occurrences: readonly number[], reason: SkipReason): Plan {
  const [from = 0, to = from] = [occurrences[0], occurrences.at(-1)];
  return { kind: 'skip', from, to, count: occurrences.length, reason };
}
