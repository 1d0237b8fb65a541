import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { verifyStream } from '#event-sourcing';
import type { StoredEvent } from '#eventstore/port.js';
import { ChainedStream } from './chained-stream.js';
import { everyEvent, openStore } from './open-store.js';
import { Random } from './random.js';

export interface Damages {
  readonly damages: number;
  /** Starts that were refused. */
  readonly refused: number;
  /** Starts after which everything was there, byte for byte. */
  readonly intact: number;
  /** Starts after which every position was there, and the hash chain told what had been changed. */
  readonly told: number;
  readonly violations: readonly string[];
}

const FILES = ['events.db', 'events.db-wal'] as const;
const SECTOR = 512;
const PAGE = 4_096;

interface Damage {
  readonly what: string;
  readonly change: (bytes: Buffer, random: Random) => Buffer;
}

const overwritten = (length: number, fill: (part: Buffer, random: Random) => void) => {
  return (bytes: Buffer, random: Random): Buffer => {
    const at = length * random.below(Math.floor(bytes.length / length));
    const changed = Buffer.from(bytes);
    fill(changed.subarray(at, at + length), random);
    return changed;
  };
};

const DAMAGES: readonly Damage[] = [
  {
    what: 'one bit flipped',
    change: (bytes, random) => {
      const changed = Buffer.from(bytes);
      const at = random.below(bytes.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
      return changed;
    },
  },
  { what: 'a sector zeroed', change: overwritten(SECTOR, (part) => part.fill(0)) },
  { what: 'a page zeroed', change: overwritten(PAGE, (part) => part.fill(0)) },
  { what: 'a sector overwritten', change: overwritten(SECTOR, (part, random) => part.forEach((_, n) => (part[n] = random.below(256)))) },
  { what: 'cut off', change: (bytes, random) => bytes.subarray(0, random.below(bytes.length)) },
  { what: 'emptied', change: () => Buffer.alloc(0) },
];

/**
 * Damages synced bytes of a store at rest, one file at a time, and starts it: either the start is refused, naming the first missing position,
 * or nothing is missing. What was changed inside an event the hash chain must tell.
 */
export async function damageAtRandom(damages: number, seed: number): Promise<Damages> {
  const random = new Random(seed);
  const work = mkdtempSync(join(tmpdir(), 'power-loss-damage-'));
  const outcomes = { refused: 0, intact: 0, told: 0 };
  const violations: string[] = [];
  try {
    const original = join(work, 'original');
    const events = await makeOriginal(original, join(work, 'live'));
    for (let n = 0; n < damages; n++) {
      const directory = join(work, 'damaged');
      rmSync(directory, { recursive: true, force: true });
      cpSync(original, directory, { recursive: true });
      const file = random.pick(FILES);
      const { what, change } = random.pick(DAMAGES);
      const path = join(directory, file);
      writeFileSync(path, change(readFileSync(path), random));
      const outcome = await startAfterDamage(directory, events);
      if (typeof outcome === 'string') outcomes[outcome]++;
      else violations.push(`${file}, ${what} (seed ${seed}, damage ${n}): ${outcome.fault}`);
    }
  } finally {
    rmSync(work, { recursive: true });
  }
  return { damages, ...outcomes, violations };
}

/** A store with events in the file and in the log, as a process leaves it that is killed between two commits. */
async function makeOriginal(original: string, live: string): Promise<readonly StoredEvent[]> {
  const opened = await openStore(join(live, 'events.db'), { logPages: 100 });
  const streams = Array.from({ length: 4 }, (_, n) => new ChainedStream(opened.store, `stream-${n}`));
  for (let n = 0; n < 40; n++) await Promise.all(streams.map((stream) => stream.append(n % 7 === 0 ? 9_000 : 150)));
  const events = await everyEvent(opened.store);
  mkdirSync(original);
  for (const name of readdirSync(live)) if (!name.endsWith('-shm')) copyFileSync(join(live, name), join(original, name));
  await opened.close();
  return events;
}

type Outcome = 'refused' | 'intact' | 'told' | { readonly fault: string };

async function startAfterDamage(directory: string, expected: readonly StoredEvent[]): Promise<Outcome> {
  const path = join(directory, 'events.db');
  const before = fingerprint(directory);
  const readable = densePrefix(path);
  try {
    const opened = await openStore(path);
    try {
      return compare(await everyEvent(opened.store), expected);
    } finally {
      await opened.close();
    }
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    if (fingerprint(directory) !== before) return { fault: `the refused start changed the files: ${message}` };
    // A flipped bit in the header can make it a file of another version or program.
    if (code === 'WRONG_SCHEMA') return 'refused';
    const missing = Number(/first missing position is (\d+)/.exec(message)?.[1] ?? Number.NaN);
    if (code === 'STORE_DAMAGED' && missing === readable + 1) return 'refused';
    if (code === 'STORE_DAMAGED' && readable === expected.length && message.includes(`up to ${readable} can be read`)) return 'refused';
    return { fault: `refused with ${code ?? 'no code'} where positions up to ${readable} can be read: ${message}` };
  }
}

function compare(events: readonly StoredEvent[], expected: readonly StoredEvent[]): Outcome {
  if (events.length !== expected.length || events.some(({ position }, index) => position !== index + 1)) {
    return { fault: `it started with ${events.length} of ${expected.length} events` };
  }
  if (JSON.stringify(events) === JSON.stringify(expected)) return 'intact';
  const isBroken = [...Map.groupBy(events, ({ stream }) => stream).values()].some((own) => !verifyStream(own).ok);
  return isBroken ? 'told' : { fault: 'an event was changed and its chain still holds' };
}

/** By plain SQLite on a copy: how many events can be read from the first one on. */
function densePrefix(path: string): number {
  const copy = `${path}.copy`;
  cpSync(path, copy);
  cpSync(`${path}-wal`, `${copy}-wal`);
  let last = 0;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(copy);
    for (const row of db.prepare('SELECT position, id, type, data, metadata FROM events ORDER BY position').iterate()) {
      if (row['position'] !== last + 1) break;
      last++;
    }
  } catch {
    // What can be read ends here.
  }
  db?.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  return last;
}

function fingerprint(directory: string): string {
  const files = readdirSync(directory).filter((name) => !name.endsWith('-shm'));
  return JSON.stringify(files.toSorted().map((name) => [name, readFileSync(join(directory, name)).toString('base64')]));
}
