import { Cron } from 'croner';
import { instantOf, wallTimeOf } from './wall-clock.js';

/** When a schedule occurs: a cron pattern of five fields, read in a zone of the IANA database. */
export interface Timing {
  readonly cron: string;
  readonly timezone: string;
}

const FIVE_FIELDS = /^\S+(?: +\S+){4}$/;
/** Without `?`, which some take for the present time. */
const CHARACTERS = /^[\dA-Za-z*,/# -]+$/;
const MOST_PATTERNS = 1_000;

const patterns = new Map<string, Cron>();

/** The pattern on a clock without leaps: our own reading of the zone follows, see docs/adr/0020. */
function patternOf(cron: string): Cron {
  let pattern = patterns.get(cron);
  if (pattern === undefined) {
    pattern = new Cron(cron, { timezone: 'UTC', mode: '5-part' });
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    patterns.set(cron, pattern);
  }
  return pattern;
}

/** What is wrong with a cron pattern; undefined when nothing is. */
export function cronFault(cron: string): string | undefined {
  if (!FIVE_FIELDS.test(cron)) return 'must have five fields: minute, hour, day of month, month, day of week';
  if (!CHARACTERS.test(cron)) return 'may have digits, names, and * , - / # L W in its fields';
  try {
    return patternOf(cron).nextRun(new Date(0)) === null ? 'never occurs' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
  }
}

/**
 * All occurrences after an instant, in order, each once. A time of day that does not exist on its day occurs at the next valid minute, together
 * with others of which the same holds; one that exists twice occurs at the first.
 * @param after epoch ms, exclusive
 */
export function* occurrencesAfter({ cron, timezone }: Timing, after: number): Generator<number, undefined> {
  const pattern = patternOf(cron);
  let last = after;
  let wall: Date | null = new Date(wallTimeOf(after, timezone));
  for (;;) {
    wall = pattern.nextRun(wall);
    if (wall === null) return undefined;
    const at = instantOf(wall.getTime(), timezone);
    // Times of the hour that comes twice have been at its first coming; several times within a leap are one instant.
    if (at <= last) continue;
    yield at;
    last = at;
  }
}

/** The first occurrence after an instant; undefined when none comes. Both epoch ms. */
export function nextOccurrence(timing: Timing, after: number): number | undefined {
  return occurrencesAfter(timing, after).next().value;
}

/** Occurrences in (`after`, `upTo`], at most `limit`. */
export function occurrencesWithin(timing: Timing, after: number, upTo: number, limit: number): readonly number[] {
  const found: number[] = [];
  for (const at of occurrencesAfter(timing, after)) {
    if (at > upTo || found.length >= limit) break;
    found.push(at);
  }
  return found;
}
