import type { Outages } from '#contract';
import type { Data } from '#dlms';
import { unreadable } from './access-result.js';
import { inParts } from './fact-parts.js';
import { meterTimeOf, type MeterTime } from './meter-time.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetOutages';

interface Outage {
  readonly end: MeterTime;
  /** Seconds. */
  readonly duration: number;
}

/** Reads the whole log of power outages: when each ended, and how long it was. */
export const getOutages: Operation<'GetOutages'> = (_, context) => {
  const ref = attributeOf(profileObject(context.profile, 'POWER_OUTAGE_LOG', OPERATION), 2);
  const { timezone } = context.settings;
  return async (access) => {
    const [buffer] = await readAttributes(access, [ref], 1, OPERATION);
    const outages = buffer === undefined ? undefined : outagesOf(buffer, timezone);
    if (outages === undefined) throw unreadable(OPERATION, ref, 'not a log of power outages');
    const response: Outages = { outages: outages.map(recorded) };
    const facts = inParts(outages, recorded).map(({ rows, numbering }) => ({
      type: 'OutagesCollected' as const,
      data: { outages: rows.map(recorded), ...numbering },
      occurredAt: rows.length === 0 ? context.now() : Math.max(...rows.map(({ end }) => end.at)),
    }));
    return { response, facts };
  };
};

const recorded = ({ end, duration }: Outage): Outages['outages'][number] => ({ endTime: end.text, duration });

function outagesOf(buffer: Data, timezone: string): readonly Outage[] | undefined {
  if (buffer.type !== 'array') return undefined;
  const outages: Outage[] = [];
  for (const row of buffer.value) {
    if (row.type !== 'structure' || row.value.length !== 2) return undefined;
    const [time, duration] = row.value;
    const end = time === undefined ? undefined : meterTimeOf(time, timezone, outages.at(-1)?.end.at);
    if (end === undefined || duration === undefined || !('value' in duration) || typeof duration.value !== 'number') return undefined;
    outages.push({ end, duration: duration.value });
  }
  return outages;
}
