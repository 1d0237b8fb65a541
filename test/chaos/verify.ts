import { deviceEventTypes } from '#domain';
import { EventRegistry, silentLog, systemClock, verifyStream } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { allProjections, compareReadModels, openReadModels, rebuild } from '#projections';
import { openStores, type OpenStores } from './stores.js';

const TERMINAL: ReadonlySet<string> = new Set(['CommandSucceeded', 'CommandFailed', 'CommandExpired', 'CommandCancelled']);

export interface Verdict {
  readonly violations: readonly string[];
  readonly commands: number;
  readonly terminal: number;
  readonly events: number;
}

/** What must hold of a stopped platform's stores, whatever happened to it: read from the stores themselves. */
export async function verify(data: string, acceptedUids: Iterable<string>): Promise<Verdict> {
  const stores = await openStores(data);
  try {
    const events = await allEvents(stores.events);
    const lives = commandLives(events);
    const violations = [...lifeViolations(lives, acceptedUids), ...chainViolations(events), ...(await projectionViolations(stores))];
    const terminal = [...lives.values()].reduce((sum, { ended }) => sum + ended, 0);
    return { violations, commands: lives.size, terminal, events: events.length };
  } finally {
    await stores.close();
  }
}

async function allEvents(store: EventStore): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  let after = 0;
  for (let atEnd = false; !atEnd;) {
    const page = await store.readAll({ after, limit: 1_000 });
    events.push(...page.events);
    ({ next: after, atEnd } = page);
  }
  return events;
}

interface Life {
  readonly accepted: number;
  readonly ended: number;
  readonly afterEnd: number;
}

function commandLives(events: readonly StoredEvent[]): ReadonlyMap<string, Life> {
  const lives = new Map<string, Life>();
  for (const { type, metadata } of events) {
    const { correlationUid } = JSON.parse(metadata) as { correlationUid: string };
    const life = lives.get(correlationUid) ?? { accepted: 0, ended: 0, afterEnd: 0 };
    const late = life.ended > 0 && type !== 'LateAnswerRecorded' && type !== 'ResponseDeleted';
    lives.set(correlationUid, {
      accepted: life.accepted + (type === 'CommandAccepted' ? 1 : 0),
      ended: life.ended + (TERMINAL.has(type) ? 1 : 0),
      afterEnd: life.afterEnd + (late ? 1 : 0),
    });
  }
  return lives;
}

function lifeViolations(lives: ReadonlyMap<string, Life>, acceptedUids: Iterable<string>): readonly string[] {
  const lost = [...acceptedUids].filter((uid) => !lives.has(uid)).map((uid) => `accepted command ${uid} is lost`);
  const wrong = [...lives].flatMap(([uid, { accepted, ended, afterEnd }]) => [
    ...(accepted === 1 ? [] : [`command ${uid} was accepted ${accepted} times`]),
    ...(ended === 1 ? [] : [`command ${uid} has ${ended} terminal events`]),
    ...(afterEnd === 0 ? [] : [`command ${uid} has ${afterEnd} events after its end`]),
  ]);
  return [...lost, ...wrong];
}

function chainViolations(events: readonly StoredEvent[]): readonly string[] {
  return [...Map.groupBy(events, ({ stream }) => stream)].flatMap(([stream, ofStream]) => {
    const verdict = verifyStream(ofStream);
    return verdict.ok ? [] : [`chain of ${stream} is broken at ${verdict.revision}: ${verdict.reason}`];
  });
}

async function projectionViolations({ events, readModels, scratch }: OpenStores): Promise<readonly string[]> {
  const registry = new EventRegistry(deviceEventTypes);
  await openReadModels(readModels, allProjections);
  for (const projection of allProjections) await rebuild(projection, events, scratch, { registry, clock: systemClock, log: silentLog });
  const differences = await compareReadModels(readModels, scratch, allProjections);
  return differences.map(({ projection, collection, id }) => `projection ${projection}: ${collection}/${id} differs from a rebuild`);
}
