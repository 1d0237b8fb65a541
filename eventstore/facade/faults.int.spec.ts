import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFile } from '#sqlite';
import { eventsWriterModule } from '../src/index.js';
import { startFacade } from './index.js';
import { facadeForTests } from './testing/facade-under-test.js';
import { describeMessage, RawClient, readRequest } from './testing/raw-client.js';
import { Subscriber } from './testing/subscriber.js';

const under = facadeForTests();
let raw: RawClient;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());

const count = async (stream: string): Promise<number> => {
  const client = new RawClient(under.facade.port);
  const { messages } = await client.read(readRequest({ stream, count: 100 }));
  client.close();
  return messages.filter((message) => describeMessage(message).startsWith('event')).length;
};

describe('a test', () => {
  it('can have connections cut, and the next ones taken', async () => {
    const subscriber = new Subscriber(raw, { stream: 'cut' });
    await subscriber.received(1);
    under.facade.dropConnections();
    expect((await subscriber.ended()).code).toBe(status.UNAVAILABLE);
    expect(await raw.append('cut', 'any')).toMatchObject({ success: expect.anything() });
  });

  it('can have connections refused for a while', async () => {
    under.facade.refuseConnections();
    const client = EventStoreDBClient.connectionString(under.facade.connectionString);
    await expect(client.appendToStream('refused', jsonEvent({ type: 't', data: {} }))).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await client.dispose();
    under.facade.acceptConnections();
    expect(await raw.append('accepted', 'any')).toMatchObject({ success: expect.anything() });
    expect(await count('refused')).toBe(0);
  });

  it('can lose the answer of an append that is written', async () => {
    const stream = randomUUID();
    under.facade.loseAppendAnswers();
    const event = jsonEvent({ type: 't', data: {} });
    const lost = under.client.appendToStream(stream, event, { expectedRevision: NO_STREAM });
    let isAnswered = false;
    void lost.finally(() => (isAnswered = true)).catch(() => undefined);
    while ((await count(stream)) === 0);
    // The same append is answered: it is the first one whose answer was lost.
    const again = await under.client.appendToStream(stream, event, { expectedRevision: NO_STREAM });
    expect(again.nextExpectedRevision).toBe(0n);
    expect(isAnswered).toBe(false);
    expect(await count(stream)).toBe(1);
  });

  it('can hold back answers', async () => {
    const stream = randomUUID();
    under.facade.delayReplies(200);
    const since = performance.now();
    const appending = raw.append(stream, 'any');
    while ((await count(stream)) === 0);
    await appending;
    under.facade.delayReplies(0);
    expect(performance.now() - since).toBeGreaterThanOrEqual(195);
  });

  it('can end subscriptions as those of slow consumers', async () => {
    const subscriber = new Subscriber(raw, {});
    await subscriber.until(() => subscriber.described.includes('caught-up'));
    expect(under.facade.subscriptions).toBe(1);
    under.facade.cutSubscriptions();
    expect(await subscriber.ended()).toMatchObject({ code: status.ABORTED });
    expect(under.facade.subscriptions).toBe(0);
  });
});

describe('a façade', () => {
  it('leaves a file that was handed in to its owner', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'facade-'));
    const file = await openSqliteFile({ path: join(directory, 'events.db'), synchronous: 'NORMAL', modules: { events: eventsWriterModule } });
    for (const revision of ['0', '1']) {
      const facade = await startFacade({ file });
      const client = new RawClient(facade.port);
      expect(await client.append('s', 'any')).toMatchObject({ success: { currentRevision: revision } });
      client.close();
      await facade.stop();
    }
    await file.close();
    rmSync(directory, { recursive: true });
  });

  it('takes no more writes after its store has failed, and says so to whoever started it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'facade-'));
    const file = await openSqliteFile({ path: join(directory, 'events.db'), synchronous: 'NORMAL', modules: { events: eventsWriterModule } });
    const reported: unknown[] = [];
    const facade = await startFacade({ file, report: (error) => reported.push(error) });
    const client = new RawClient(facade.port);
    await client.append('s', 'any');
    await file.close();
    for (const stream of ['s', 'other']) expect(await client.append(stream, 'any')).toMatchObject({ code: status.UNAVAILABLE });
    expect(reported).toHaveLength(2);
    expect(reported[0]).toMatchObject({ name: 'LogFailedError', cause: { name: 'EventStoreError' } });
    client.close();
    await facade.stop();
    rmSync(directory, { recursive: true });
  });

  it('ends the calls under way when it stops, and has nothing to report of them', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'facade-'));
    const reported: unknown[] = [];
    const facade = await startFacade({ directory, report: (error) => reported.push(error) });
    const client = new RawClient(facade.port);
    await client.append(
      's',
      'any',
      Array.from({ length: 2_000 }, () => ({})),
    );
    const readers = Array.from({ length: 5 }, () => new Subscriber(client, {}));
    await Promise.all(readers.map((reader) => reader.received(2)));
    const appending = client.append(
      's',
      'any',
      Array.from({ length: 500 }, () => ({})),
    );
    await facade.stop();
    for (const reader of readers) expect((await reader.ended()).code).toBe(status.UNAVAILABLE);
    await appending;
    client.close();
    rmSync(directory, { recursive: true });
    expect(reported).toEqual([]);
  });

  it('takes no more connections once it has stopped, and needs a place for its events', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'facade-'));
    const facade = await startFacade({ directory });
    await facade.stop();
    rmSync(directory, { recursive: true });
    const refused = await new Promise<Error>((resolve) => createConnection(facade.port, '127.0.0.1').once('error', resolve));
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    await expect(startFacade({})).rejects.toThrow('a file or a directory');
  });
});
