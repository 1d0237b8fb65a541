import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandOptions } from '#contract';
import { DEFAULT_POLICY, type AcceptOperation, type DeviceCommand } from '#domain';
import { addDevice } from '#domain/device/testing/samples.js';
import { EventRegistry, silentLog, uuidv7, VirtualClock, type Log, type RecordedEvent } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { openEmbeddedReadStore, readWriterModule, type ReadStore } from '#readstore';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { deviceRepository, type DeviceRepository } from '../device-repository.js';
import { allEventTypes } from '../event-types/all-event-types.js';
import type { AttemptResult } from './decide-notification.js';
import { NOTIFICATION_STREAM_PREFIX } from './notification-repository.js';
import { Notifications, type NotificationsOptions } from './notifications.js';
import { signatureOf, type WebhookRequest } from './signed-request.js';

const START = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;
const SECRET = 'whsec-of-tests-0123456789';
const HOOK = 'https://client.example/hook';
const DELIVERED: AttemptResult = { outcome: 'DELIVERED', httpStatus: 200 };
const REJECTED: AttemptResult = { outcome: 'REJECTED', httpStatus: 503 };

interface Sent extends WebhookRequest {
  readonly at: number;
}

/** Stands for the clients: answers as `script` says, and keeps what came. */
class ScriptedReceivers {
  readonly sent: Sent[] = [];
  script: (request: Sent, signal: AbortSignal) => Promise<AttemptResult | undefined> = async () => DELIVERED;

  constructor(private readonly clock: VirtualClock) {}

  async send(request: WebhookRequest, signal: AbortSignal): Promise<AttemptResult | undefined> {
    const sent = { ...request, at: this.clock.now() };
    this.sent.push(sent);
    return this.script(sent, signal);
  }

  idsTo(url: string): readonly string[] {
    return this.sent.filter((each) => each.url === url).map(({ headers }) => headers['Meterlog-Id'] ?? '');
  }
}

const broken = async (_request: Sent, signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined));
  });

let folder: string;
let file: SqliteFile;
let readStore: ReadStore;
let clock: VirtualClock;
let store: MemoryEventStore;
let registry: EventRegistry;
let devices: DeviceRepository;
let receivers: ScriptedReceivers;
let running: { readonly notifications: Notifications; end(): Promise<void> } | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meterlog-notifications-'));
  file = await openSqliteFile({ path: join(folder, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
  readStore = await openEmbeddedReadStore(file);
  clock = new VirtualClock(START);
  store = new MemoryEventStore();
  registry = new EventRegistry(allEventTypes);
  devices = deviceRepository({ store, registry, clock, policy: DEFAULT_POLICY });
  receivers = new ScriptedReceivers(clock);
  const correlationUid = uuidv7(clock.now());
  await devices.execute('TEST1', { ...addDevice(), correlationUid }, context(correlationUid));
});
afterEach(async () => {
  await running?.end();
  running = undefined;
  await file.close();
  await rm(folder, { recursive: true, force: true });
});

const context = (correlationUid: string) => ({ commandId: correlationUid, correlationUid, causationId: null, actor: 'operations/test/-' });

async function start(options: Partial<NotificationsOptions> = {}): Promise<Notifications> {
  const all = { store, readStore, registry, sender: receivers, secret: SECRET, urlOf: () => undefined, clock, log: silentLog, pace: 0 };
  const notifications = await Notifications.open({ ...all, ...options });
  const stopping = new AbortController();
  const run = notifications.run(stopping.signal);
  running = {
    notifications,
    async end() {
      stopping.abort();
      // What hangs is waited for until the grace is over.
      let over = false;
      void run.then(() => (over = true));
      while (!over) await clock.advance(100);
      await run;
    },
  };
  return notifications;
}

async function restart(options: Partial<NotificationsOptions> = {}): Promise<Notifications> {
  await running?.end();
  return start(options);
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets everything go on that can without time passing: the read store answers from a thread of its own. */
async function until<T>(look: () => T | Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  for (let turns = 0; turns < 200_000; turns++) {
    const seen = await look();
    if (fits(seen)) return seen;
    await turn();
  }
  throw new Error(`it did not come about; last seen: ${JSON.stringify(await look())}`);
}

async function run(command: DeviceCommand & { readonly correlationUid: string }, name = command.kind): Promise<void> {
  await devices.execute('TEST1', command, { ...context(command.correlationUid), commandId: `${command.correlationUid}/${name}` });
}

/** Accepts a command and carries it out. Answers its uid. */
async function ended(options: Partial<CommandOptions> = {}): Promise<string> {
  const correlationUid = uuidv7(clock.now());
  await run({
    kind: 'Accept',
    correlationUid,
    operation: 'GetActualMeterReads',
    data: null,
    options: { priority: 4, bypassRetry: false, ...options },
    requestHash: correlationUid,
    actor: 'operations/test/-',
  } as AcceptOperation);
  await run({ kind: 'Cancel', correlationUid, reason: 'not needed' });
  return correlationUid;
}

const logged = async (notifications: Notifications) => (await notifications.queries.list({ organisation: 'operations' }, { limit: 500 })).items;
const statusOf = async (notifications: Notifications) => (await logged(notifications)).map(({ status }) => status);
async function eventsOfNotifications(): Promise<readonly RecordedEvent[]> {
  const { events } = await store.readAll({ streamPrefix: NOTIFICATION_STREAM_PREFIX, limit: 10_000 });
  return registry.decodeAll(events);
}
const typesOfNotifications = async () => (await eventsOfNotifications()).map(({ type }) => type);

/** Moves time on from wait to wait; what stirs in between has its turns. */
async function advanceTo(ms: number): Promise<void> {
  while (clock.now() < START + ms) {
    for (let turns = 0; turns < 50; turns++) await turn();
    await clock.advance(Math.min(clock.next ?? Infinity, START + ms) - clock.now());
  }
  for (let turns = 0; turns < 50; turns++) await turn();
}

describe('notifications', () => {
  it('tell the URL of a command that it ended, and how', async () => {
    const notifications = await start();
    const correlationUid = await ended({ responseUrl: HOOK });
    const [entry] = await until(
      () => logged(notifications),
      ([first]) => first?.status === 'DELIVERED',
    );
    const [sent] = receivers.sent;
    expect(receivers.sent).toHaveLength(1);
    expect(sent?.url).toBe(HOOK);
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      id: entry?.id,
      correlationUid,
      deviceIdentification: 'TEST1',
      operation: 'GetActualMeterReads',
      status: 'CANCELLED',
      result: 'NOT OK',
      notificationType: 'REQUEST_ACTUAL_METER_DATA',
      occurredAt: '2026-01-01T12:00:00.000Z',
    });
    const timestamp = String(START / 1_000);
    expect(sent?.headers).toMatchObject({ 'Meterlog-Id': entry?.id, 'Meterlog-Timestamp': timestamp });
    expect(sent?.headers['Meterlog-Signature']).toBe(signatureOf(SECRET, entry?.id ?? '', timestamp, sent?.body ?? ''));
    expect(entry).toMatchObject({ url: HOOK, correlationUid, attempts: [{ number: 1, outcome: 'DELIVERED', httpStatus: 200 }], nextAttemptAt: null });
    expect(await notifications.queries.pending()).toBe(0);
  });

  it('are not sent about commands that name no URL, except to the configured one of their organisation', async () => {
    const ours = 'https://operations.example/hook';
    const notifications = await start({ urlOf: (organisation) => (organisation === 'operations' ? ours : undefined) });
    await ended();
    await ended({ responseUrl: HOOK });
    await until(
      () => statusOf(notifications),
      (all) => all.length === 3 && all.every((status) => status === 'DELIVERED'),
    );
    // The device was added by a command, too.
    expect(receivers.sent.map(({ url }) => url).toSorted()).toEqual([HOOK, ours, ours]);
    const other = await restart();
    await ended();
    await ended({ responseUrl: `${HOOK}/last` });
    await until(
      () => receivers.idsTo(`${HOOK}/last`),
      (ids) => ids.length === 1,
    );
    expect(receivers.sent).toHaveLength(4);
    await until(
      () => logged(other),
      (all) => all.length === 4,
    );
  });

  it('are sent about commands that ended while nothing ran, and long ones too; not to an URL configured much later', async () => {
    const named = await ended({ responseUrl: HOOK });
    await ended();
    for (let other = 0; other < 40; other++) await ended();
    clock = new VirtualClock(START + 25 * 60 * MINUTE);
    receivers = new ScriptedReceivers(clock);
    devices = deviceRepository({ store, registry, clock, policy: DEFAULT_POLICY });
    const notifications = await start({ urlOf: () => 'https://operations.example/hook' });
    const last = await ended();
    await until(
      () => statusOf(notifications),
      (all) => all.filter((status) => status === 'DELIVERED').length === 2,
    );
    expect(receivers.sent.map(({ body }) => (JSON.parse(body) as { correlationUid: string }).correlationUid).toSorted()).toEqual(
      [named, last].toSorted(),
    );
  });

  it('find the URL of a command whose acceptance lies many events back', async () => {
    const correlationUid = uuidv7(clock.now());
    const accept = { kind: 'Accept', correlationUid, operation: 'GetActualMeterReads', data: null, requestHash: 'x', actor: 'operations/test/-' };
    await run({ ...accept, options: { priority: 4, bypassRetry: false, responseUrl: HOOK } } as AcceptOperation);
    for (let other = 0; other < 300; other++) await ended();
    // Nothing but the end is left to be noticed, as after a restart.
    await readStore.write({ writes: [], checkpoint: { projection: 'process-notification', position: await store.head() } });
    await run({ kind: 'Cancel', correlationUid, reason: 'waited for long' });
    await start();
    await until(
      () => receivers.sent,
      (sent) => sent.length === 1,
    );
    expect(receivers.sent[0]?.body).toContain(correlationUid);
  });

  it('are tried again until they are delivered: 1 min, 2 min, 4 min after the attempt before, with one id', async () => {
    const notifications = await start();
    receivers.script = async () => (receivers.sent.length <= 3 ? REJECTED : DELIVERED);
    await ended({ responseUrl: HOOK });
    await until(
      () => statusOf(notifications),
      (all) => all.length === 1,
    );
    await advanceTo(8 * MINUTE);
    await until(
      () => statusOf(notifications),
      ([status]) => status === 'DELIVERED',
    );
    expect(receivers.sent.map(({ at }) => at - START)).toEqual([0, 1, 3, 7].map((minutes) => minutes * MINUTE));
    expect(new Set(receivers.idsTo(HOOK)).size).toBe(1);
    expect(new Set(receivers.sent.map(({ body }) => body)).size).toBe(1);
    // Each attempt is signed with its own time.
    expect(new Set(receivers.sent.map(({ headers }) => headers['Meterlog-Signature'])).size).toBe(4);
    const attempted = ['NotificationAttempted', 'NotificationRetryScheduled'];
    expect(await typesOfNotifications()).toEqual([
      'NotificationRequested',
      ...attempted,
      ...attempted,
      ...attempted,
      'NotificationAttempted',
      'NotificationDelivered',
    ]);
  });

  it('go out again with the same id when the process died between a delivery and its record', async () => {
    // The receiver got it, but the platform never learns: that is what a crash looks like from outside.
    receivers.script = broken;
    await start();
    const correlationUid = await ended({ responseUrl: HOOK });
    await until(
      () => receivers.sent,
      (sent) => sent.length === 1,
    );
    receivers.script = async () => DELIVERED;
    const again = await restart();
    await until(
      () => statusOf(again),
      ([status]) => status === 'DELIVERED',
    );
    expect(receivers.sent).toHaveLength(2);
    expect(new Set(receivers.idsTo(HOOK)).size).toBe(1);
    expect(receivers.sent[1]?.body).toContain(correlationUid);
    expect(await typesOfNotifications()).toEqual(['NotificationRequested', 'NotificationAttempted', 'NotificationDelivered']);
  });

  it('are requested once when everything is handed out again', async () => {
    const notifications = await start();
    await ended({ responseUrl: HOOK });
    await until(
      () => statusOf(notifications),
      ([status]) => status === 'DELIVERED',
    );
    await running?.end();
    await readStore.forgetCheckpoint('process-notification');
    await readStore.reset('notifications/1', ['notifications']);
    const again = await start();
    await ended({ responseUrl: `${HOOK}/2` });
    await until(
      () => statusOf(again),
      (all) => all.length === 2 && all.every((status) => status === 'DELIVERED'),
    );
    expect(receivers.idsTo(HOOK)).toHaveLength(1);
    expect((await typesOfNotifications()).filter((type) => type === 'NotificationRequested')).toHaveLength(2);
  });

  it('to one slow receiver do not hold those to others', async () => {
    const slow = 'https://slow.example/hook';
    receivers.script = async (request, signal) => (request.url === slow ? broken(request, signal) : DELIVERED);
    const notifications = await start({ concurrency: 6, perOrigin: 3 });
    for (let number = 0; number < 40; number++) await ended({ responseUrl: slow });
    await until(
      () => receivers.idsTo(slow),
      (ids) => ids.length === 3,
    );
    for (let number = 0; number < 40; number++) await ended({ responseUrl: HOOK });
    const others = async () => (await logged(notifications)).filter(({ url, status }) => url === HOOK && status === 'DELIVERED');
    await until(others, (delivered) => delivered.length === 40);
    expect(receivers.idsTo(slow)).toHaveLength(3);
  });

  it('to more slow receivers than there is room for leave each origin its turn', async () => {
    const hosts = Array.from({ length: 12 }, (_, number) => `https://host${String.fromCodePoint(97 + number)}.example/hook`);
    receivers.script = async () => {
      await clock.wait(10_000);
      return { outcome: 'TIMEOUT' };
    };
    const notifications = await start({ concurrency: 4, perOrigin: 2 });
    for (const url of hosts) for (let number = 0; number < 6; number++) await ended({ responseUrl: url });
    await until(
      () => statusOf(notifications),
      (all) => all.length === 72,
    );
    await advanceTo(MINUTE);
    expect(hosts.filter((url) => receivers.idsTo(url).length === 0)).toEqual([]);
  });

  it('are delivered again on request, with the same id, and the wish is on record', async () => {
    const notifications = await start();
    await ended({ responseUrl: HOOK });
    const [entry] = await until(
      () => logged(notifications),
      ([first]) => first?.status === 'DELIVERED',
    );
    const id = entry?.id ?? '';
    const wished = await notifications.redeliver(id, 'operations', 'our database was restored', 'operations/test/jane');
    expect(wished).toMatchObject({ id, status: 'PENDING' });
    await until(
      () => receivers.sent,
      (sent) => sent.length === 2,
    );
    await until(
      () => statusOf(notifications),
      ([status]) => status === 'DELIVERED',
    );
    expect(new Set(receivers.idsTo(HOOK)).size).toBe(1);
    const wish = (await eventsOfNotifications()).find(({ type }) => type === 'NotificationRedeliveryRequested');
    expect(wish).toMatchObject({ actor: 'operations/test/jane', data: { reason: 'our database was restored' } });
  });

  it('of other organisations, or of nobody, cannot be delivered again', async () => {
    const notifications = await start();
    await ended({ responseUrl: HOOK });
    const [entry] = await until(
      () => logged(notifications),
      ([first]) => first?.status === 'DELIVERED',
    );
    await expect(notifications.redeliver(entry?.id ?? '', 'others', 'mine', 'others/x/-')).rejects.toThrow('there is no notification');
    await expect(notifications.redeliver(uuidv7(0), 'operations', 'mine', 'operations/x/-')).rejects.toThrow('there is no notification');
    expect(receivers.sent).toHaveLength(1);
  });

  it('are never sent without a secret, and say so', async () => {
    const notifications = await start({ secret: undefined });
    await ended({ responseUrl: HOOK });
    const [entry] = await until(
      () => logged(notifications),
      ([first]) => first?.status === 'GIVEN_UP',
    );
    expect(entry).toMatchObject({ givenUp: 'NO_SECRET', attempts: [{ outcome: 'NO_SECRET' }] });
    expect(receivers.sent).toEqual([]);
    const later = await restart();
    await later.redeliver(entry?.id ?? '', 'operations', 'the secret is set now', 'operations/test/-');
    await until(
      () => statusOf(later),
      ([status]) => status === 'DELIVERED',
    );
  });

  it('leave the secret out of events, delivery log and logs', async () => {
    const lines: string[] = [];
    const keep = (fields: object, message: string): void => void lines.push(JSON.stringify(fields) + message);
    const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
    receivers.script = async () => ({ outcome: 'NOT_ALLOWED', error: 'PRIVATE_ADDRESS' });
    const notifications = await start({ log });
    await ended({ responseUrl: `${HOOK}?token=of-the-client` });
    await until(
      () => statusOf(notifications),
      ([status]) => status === 'GIVEN_UP',
    );
    const { events } = await store.readAll({ limit: 10_000 });
    expect(JSON.stringify([events, await logged(notifications), lines])).not.toContain(SECRET);
    expect(lines.some((line) => line.includes('given up'))).toBe(true);
    // The query of an URL may be a client's secret: it is for the client's eyes, not for logs.
    expect(lines.join()).not.toContain('of-the-client');
  });

  it('are listed by status and device, the latest first, page by page', async () => {
    const notifications = await start();
    receivers.script = async ({ url }) => (url.endsWith('/bad') ? REJECTED : DELIVERED);
    for (const path of ['1', 'bad', '3']) {
      await ended({ responseUrl: `${HOOK}/${path}` });
      await clock.advance(1_000);
    }
    await until(
      () => logged(notifications),
      (all) => all.length === 3 && all.every(({ attempts }) => attempts.length === 1),
    );
    const { queries } = notifications;
    const first = await queries.list({ organisation: 'operations' }, { limit: 2 });
    expect(first.items).toHaveLength(2);
    const second = await queries.list({ organisation: 'operations' }, { limit: 2, after: first.next ?? '' });
    const all = [...first.items, ...second.items];
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    expect(all.map(({ requestedAt }) => requestedAt)).toEqual(
      all
        .map(({ requestedAt }) => requestedAt)
        .toSorted()
        .toReversed(),
    );
    const pending = await queries.list({ organisation: 'operations', status: 'PENDING' }, {});
    expect(pending.items.map(({ url }) => url)).toEqual([`${HOOK}/bad`]);
    expect((await queries.list({ organisation: 'operations', deviceIdentification: 'TEST1' }, {})).items).toHaveLength(3);
    expect((await queries.list({ organisation: 'operations', deviceIdentification: 'TEST2' }, {})).items).toEqual([]);
    expect((await queries.list({ organisation: 'others' }, {})).items).toEqual([]);
    expect(await queries.pending()).toBe(1);
  });
});
