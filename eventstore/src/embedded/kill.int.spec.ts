import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openStoreFile, type TemporaryDirectory, temporaryDirectory } from '../../test-support/temporary-store.js';
import type { EventStore, StoredEvent } from '../index.js';

const ROUNDS = 10;
const script = fileURLToPath(new URL('../../../dist/eventstore/test-support/append-until-killed.js', import.meta.url));

/** Answers `position id` of everything acknowledged until the process was killed, some time after it acknowledged `after` events. */
async function appendUntilKilled(path: string, after: number): Promise<string[]> {
  const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === after) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

async function everything(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let after = 0; ;) {
    const page = await store.readAll({ after, limit: 5_000 });
    events.push(...page.events);
    if (page.atEnd) return events;
    after = page.next;
  }
}

describe('a process that is killed while it appends', () => {
  let directory: TemporaryDirectory;
  beforeAll(() => {
    directory = temporaryDirectory();
  });
  afterAll(() => directory.remove());

  it('loses nothing that it acknowledged', async () => {
    const path = join(directory.path, 'events.db');
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      acknowledged.push(...(await appendUntilKilled(path, 1 + Math.floor(Math.random() * 300))));
      const opened = await openStoreFile(path, 'FULL');
      const events = await everything(opened.store);
      const stored = new Set(events.map(({ position, id }) => `${position} ${id}`));
      expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
      expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
      expect(events.every(({ id, data }) => data === JSON.stringify({ id }))).toBe(true);
      await opened.close();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS);
  }, 60_000);
});
