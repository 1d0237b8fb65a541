import { DEFAULT_POLICY, deviceEventTypes } from '#domain';
import { EventRegistry, silentLog, systemClock } from '#event-sourcing';
import { allProjections, compareReadModels, openReadModels, rebuild } from '#projections';
import { judgeLives } from './judge-lives.js';
import { effectViolations } from './judge-effects.js';
import { allEvents, chainViolations } from './record.js';
import { openStores, type OpenStores } from './stores.js';

export interface Verdict {
  readonly violations: readonly string[];
  readonly commands: number;
  readonly terminal: number;
  readonly events: number;
}

/** What is known from elsewhere than the stores. */
export interface Expectations {
  /** Uids of the commands that somebody was told are accepted. */
  readonly accepted: Iterable<string>;
  /** Attempts that a command is allowed; default: those of the platform. */
  readonly attempts?: number;
  /** How often each meter was told to clear its first alarm register; default: not known. */
  readonly cleared?: ReadonlyMap<string, number>;
  /** Most callers that each meter had at the same time; default: not known. */
  readonly callers?: ReadonlyMap<string, number>;
}

/** What must hold of a stopped platform's stores, whatever happened to it: read from the stores themselves. */
export async function verify(
  data: string,
  { accepted, attempts = DEFAULT_POLICY.attempts, cleared = new Map(), callers = new Map() }: Expectations,
): Promise<Verdict> {
  const stores = await openStores(data);
  try {
    const events = await allEvents(stores.events);
    const lives = judgeLives(events, attempts);
    const lost = [...accepted].filter((uid) => !lives.commands.has(uid)).map((uid) => `accepted command ${uid} is lost`);
    const violations = [
      ...lost,
      ...lives.violations,
      ...effectViolations(events, cleared),
      ...[...callers].filter(([, count]) => count > 1).map(([meter, count]) => `${meter} had ${count} callers at once`),
      ...chainViolations(events),
      ...(await projectionViolations(stores)),
    ];
    const terminal = [...lives.commands.values()].reduce((sum, { endings }) => sum + endings.length, 0);
    return { violations, commands: lives.commands.size, terminal, events: events.length };
  } finally {
    await stores.close();
  }
}

async function projectionViolations({ events, readModels, scratch }: OpenStores): Promise<readonly string[]> {
  const registry = new EventRegistry(deviceEventTypes);
  await openReadModels(readModels, allProjections);
  for (const projection of allProjections) await rebuild(projection, events, scratch, { registry, clock: systemClock, log: silentLog });
  const differences = await compareReadModels(readModels, scratch, allProjections);
  return differences.map(({ projection, collection, id }) => `projection ${projection}: ${collection}/${id} differs from a rebuild`);
}
