import type { FleetProcess } from '../support/fleet-process.js';
import type { Random } from './random.js';

const ALARM_REGISTER = '/objects/1/0.0.97.98.0.255/2';
/** Meters whose alarms are raised between two lives of the platform. */
const ALARMED = 5;

/** Slow meters, so that sessions are under way when the platform dies, and everything that goes wrong in the field. */
export const WILD = {
  seed: 1,
  faults: [
    { kind: 'delay', probability: 1, delayMs: 40 },
    { kind: 'refuse', probability: 0.02, onService: 'aarq' },
    { kind: 'silent', probability: 0.01 },
    { kind: 'drop-after-pdus', probability: 0.02, afterPdus: 3 },
    { kind: 'bad-tag', probability: 0.005, onService: 'get' },
    { kind: 'other-reason', probability: 0.01, onService: 'get' },
    { kind: 'temporary-failure', probability: 0.02, onService: 'get' },
    { kind: 'truncate', probability: 0.01, onService: 'get' },
    { kind: 'garbage', probability: 0.005, onService: 'get' },
  ].map((fault) => ({ times: null, onService: 'any', ...fault })),
};

/** Something happens at a few meters: what was cleared before is not zero any more, so that reading back cannot tell. */
export async function raiseAlarms(fleet: FleetProcess, meters: readonly string[], random: Random): Promise<void> {
  for (let count = 0; count < ALARMED; count++)
    await fleet.control('PUT', `/meters/${random.pick(meters)}${ALARM_REGISTER}`, { value: 2 ** random.between(0, 20) });
}

interface JournalEntry {
  readonly service: string;
  readonly obis: string;
  readonly result: number;
}

/** How often each meter was told to clear its first alarm register, as the meter itself has it. */
export async function clearings(fleet: FleetProcess, meters: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const meter of meters) {
    const { items } = await fleet.control<{ items: readonly JournalEntry[] }>('GET', `/meters/${meter}/journal`);
    counts.set(meter, items.filter(({ service, obis }) => service === 'SET' && obis === '0.0.97.98.0.255').length);
  }
  return counts;
}

/** Most callers that worked on each meter at the same time, as the meter itself has it. */
export async function mostCallers(fleet: FleetProcess, meters: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const meter of meters) {
    const { counters } = await fleet.control<{ counters: { peakConcurrentAssociations: number } }>('GET', `/meters/${meter}`);
    counts.set(meter, counters.peakConcurrentAssociations);
  }
  return counts;
}
