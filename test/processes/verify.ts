import type { StoredEvent } from '#eventstore/port.js';
import { effectViolations } from '../chaos/judge-effects.js';
import { judgeLives } from '../chaos/judge-lives.js';
import { chainViolations } from '../chaos/record.js';
import { clearings } from '../chaos/wild-fleet.js';
import type { FleetProcess } from '../support/fleet-process.js';
import { ATTEMPTS } from './site.js';

export interface Verdict {
  readonly violations: readonly string[];
  readonly commands: number;
  readonly terminal: number;
  readonly events: number;
  /** Attempts whose process was dead or stopped: given up by another one. */
  readonly abandoned: number;
  /** Answers that came when the attempt was not theirs any more. */
  readonly lateAnswers: number;
  /** Most associations that any meter had at the same time. */
  readonly peakAssociations: number;
}

/** What must hold of the record and of the meters, whatever happened to the processes. */
export async function verify(events: readonly StoredEvent[], fleet: FleetProcess, accepted: Iterable<string>): Promise<Verdict> {
  const meters = (await fleet.devices()).map(({ deviceIdentification }) => deviceIdentification);
  const lives = judgeLives(events, ATTEMPTS);
  const peaks = await Promise.all(meters.map(async (meter) => [meter, await peakOf(fleet, meter)] as const));
  const violations = [
    ...[...accepted].filter((uid) => !lives.commands.has(uid)).map((uid) => `accepted command ${uid} is lost`),
    ...lives.violations,
    ...effectViolations(events, await clearings(fleet, meters)),
    ...chainViolations(events),
    ...peaks.filter(([, peak]) => peak > 1).map(([meter, peak]) => `${meter} had ${peak} associations at the same time`),
  ];
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  return {
    violations,
    commands: lives.commands.size,
    terminal: [...lives.commands.values()].reduce((sum, { endings }) => sum + endings.length, 0),
    events: events.length,
    abandoned: events.filter(({ type, data }) => type === 'AttemptFailed' && data.includes('ATTEMPT_ABANDONED')).length,
    lateAnswers: count('LateAnswerRecorded'),
    peakAssociations: Math.max(...peaks.map(([, peak]) => peak)),
  };
}

async function peakOf(fleet: FleetProcess, meter: string): Promise<number> {
  const { counters } = await fleet.control<{ counters: { peakConcurrentAssociations: number } }>('GET', `/meters/${meter}`);
  return counters.peakConcurrentAssociations;
}
