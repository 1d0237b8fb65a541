import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { uuidv7, type Log } from '#event-sourcing';
import { signatureOf } from './signed-request.js';
import { HOOK, logged, MINUTE, NotificationHouse, SECRET, START, statuses, until } from './testing/notification-house.js';
import { DELIVERED, hanging, REJECTED, type ScriptedReceivers } from './testing/scripted-receivers.js';

// Where many work, a thread takes its time to answer.
jest.setTimeout(60_000);

let house: NotificationHouse;
let receivers: ScriptedReceivers;
beforeEach(async () => {
  house = await NotificationHouse.open();
  ({ receivers } = house);
});
afterEach(async () => house.close());

describe('notifications', () => {
  it('tell the URL of a command that it ended, and how', async () => {
    const notifications = await house.start();
    const correlationUid = await house.ended({ responseUrl: HOOK });
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
    const notifications = await house.start({ urlOf: (organisation) => (organisation === 'operations' ? ours : undefined) });
    await house.ended();
    await house.ended({ responseUrl: HOOK });
    await until(
      () => statuses(notifications),
      (all) => all.length === 3 && all.every((status) => status === 'DELIVERED'),
    );
    // The device was added by a command, too.
    expect(receivers.sent.map(({ url }) => url).toSorted()).toEqual([HOOK, ours, ours]);
    const other = await house.restart();
    await house.ended();
    await house.ended({ responseUrl: `${HOOK}/last` });
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
    const named = await house.ended({ responseUrl: HOOK });
    await house.ended();
    for (let other = 0; other < 40; other++) await house.ended();
    house = house.at(START + 25 * 60 * MINUTE);
    ({ receivers } = house);
    const notifications = await house.start({ urlOf: () => 'https://operations.example/hook' });
    const last = await house.ended();
    await until(
      () => statuses(notifications),
      (all) => all.filter((status) => status === 'DELIVERED').length === 2,
    );
    expect(receivers.sent.map(({ body }) => (JSON.parse(body) as { correlationUid: string }).correlationUid).toSorted()).toEqual(
      [named, last].toSorted(),
    );
  });

  it('find the URL of a command whose acceptance lies many events back', async () => {
    const correlationUid = await house.accepted({ responseUrl: HOOK });
    for (let other = 0; other < 300; other++) await house.ended();
    // Nothing but the end is left to be noticed, as after a restart.
    await house.readStore.write({ writes: [], checkpoint: { projection: 'process-notification', position: await house.store.head() } });
    await house.cancel(correlationUid);
    await house.start();
    await until(
      () => receivers.sent,
      (sent) => sent.length === 1,
    );
    expect(receivers.sent[0]?.body).toContain(correlationUid);
  });

  it('are tried again until they are delivered: 1 min, 2 min, 4 min after the attempt before, with one id', async () => {
    const notifications = await house.start();
    receivers.script = async () => (receivers.sent.length <= 3 ? REJECTED : DELIVERED);
    await house.ended({ responseUrl: HOOK });
    await until(
      () => statuses(notifications),
      (all) => all.length === 1,
    );
    await house.advanceTo(8 * MINUTE);
    await until(
      () => statuses(notifications),
      ([status]) => status === 'DELIVERED',
    );
    expect(receivers.sent.map(({ at }) => at - START)).toEqual([0, 1, 3, 7].map((minutes) => minutes * MINUTE));
    expect(new Set(receivers.idsTo(HOOK)).size).toBe(1);
    expect(new Set(receivers.sent.map(({ body }) => body)).size).toBe(1);
    // Each attempt is signed with its own time.
    expect(new Set(receivers.sent.map(({ headers }) => headers['Meterlog-Signature'])).size).toBe(4);
    const attempted = ['NotificationAttempted', 'NotificationRetryScheduled'];
    expect((await house.recorded()).map(({ type }) => type)).toEqual([
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
    receivers.script = hanging;
    await house.start();
    const correlationUid = await house.ended({ responseUrl: HOOK });
    await until(
      () => receivers.sent,
      (sent) => sent.length === 1,
    );
    receivers.script = async () => DELIVERED;
    const again = await house.restart();
    await until(
      () => statuses(again),
      ([status]) => status === 'DELIVERED',
    );
    expect(receivers.sent).toHaveLength(2);
    expect(new Set(receivers.idsTo(HOOK)).size).toBe(1);
    expect(receivers.sent[1]?.body).toContain(correlationUid);
    expect((await house.recorded()).map(({ type }) => type)).toEqual(['NotificationRequested', 'NotificationAttempted', 'NotificationDelivered']);
  });

  it('are not sent because a document says so: the stream decides', async () => {
    const notifications = await house.start();
    await house.ended({ responseUrl: HOOK });
    const [entry] = await until(
      () => logged(notifications),
      ([first]) => first?.status === 'DELIVERED',
    );
    await house.end();
    // As an index would say that missed the delivery.
    await house.readStore.reset('notifications/1', ['notifications']);
    const document = { ...entry, status: 'PENDING', origin: new URL(HOOK).origin, dueAt: START };
    const writes = [{ collection: 'notifications', id: entry?.id ?? '', position: 1, document }];
    await house.readStore.write({ writes, checkpoint: { projection: 'notifications/1', position: await house.store.head() } });
    const again = await house.start();
    // The document is put right.
    await until(
      () => statuses(again),
      ([status]) => status === 'DELIVERED',
    );
    expect(receivers.idsTo(HOOK)).toHaveLength(1);
  });

  it('are requested once when everything is handed out again', async () => {
    const notifications = await house.start();
    await house.ended({ responseUrl: HOOK });
    await until(
      () => statuses(notifications),
      ([status]) => status === 'DELIVERED',
    );
    await house.end();
    await house.readStore.forgetCheckpoint('process-notification');
    await house.readStore.reset('notifications/1', ['notifications']);
    const again = await house.start();
    await house.ended({ responseUrl: `${HOOK}/2` });
    await until(
      () => statuses(again),
      (all) => all.length === 2 && all.every((status) => status === 'DELIVERED'),
    );
    expect(receivers.idsTo(HOOK)).toHaveLength(1);
    expect((await house.recorded()).filter(({ type }) => type === 'NotificationRequested')).toHaveLength(2);
  });

  it('to one slow receiver do not hold those to others', async () => {
    const slow = 'https://slow.example/hook';
    receivers.script = async (request, signal) => (request.url === slow ? hanging(request, signal) : DELIVERED);
    const notifications = await house.start({ concurrency: 6, perOrigin: 3 });
    for (let number = 0; number < 40; number++) await house.ended({ responseUrl: slow });
    await until(
      () => receivers.idsTo(slow),
      (ids) => ids.length === 3,
    );
    for (let number = 0; number < 40; number++) await house.ended({ responseUrl: HOOK });
    const others = async () => (await logged(notifications)).filter(({ url, status }) => url === HOOK && status === 'DELIVERED');
    await until(others, (delivered) => delivered.length === 40);
    expect(receivers.idsTo(slow)).toHaveLength(3);
  });

  it('to more slow receivers than there is room for leave each origin its turn', async () => {
    const hosts = Array.from({ length: 12 }, (_, number) => `https://host${String.fromCodePoint(97 + number)}.example/hook`);
    receivers.script = async () => {
      await house.clock.wait(10_000);
      return { outcome: 'TIMEOUT' };
    };
    const notifications = await house.start({ concurrency: 4, perOrigin: 2 });
    for (const url of hosts) for (let number = 0; number < 6; number++) await house.ended({ responseUrl: url });
    await until(
      () => statuses(notifications),
      (all) => all.length === 72,
    );
    await house.advanceTo(MINUTE);
    expect(hosts.filter((url) => receivers.idsTo(url).length === 0)).toEqual([]);
  });

  it('are delivered again on request, with the same id, and the wish is on record', async () => {
    const notifications = await house.start();
    await house.ended({ responseUrl: HOOK });
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
      () => statuses(notifications),
      ([status]) => status === 'DELIVERED',
    );
    expect(new Set(receivers.idsTo(HOOK)).size).toBe(1);
    const wish = (await house.recorded()).find(({ type }) => type === 'NotificationRedeliveryRequested');
    expect(wish).toMatchObject({ actor: 'operations/test/jane', data: { reason: 'our database was restored' } });
  });

  it('of other organisations, or of nobody, cannot be delivered again', async () => {
    const notifications = await house.start();
    await house.ended({ responseUrl: HOOK });
    const [entry] = await until(
      () => logged(notifications),
      ([first]) => first?.status === 'DELIVERED',
    );
    await expect(notifications.redeliver(entry?.id ?? '', 'others', 'mine', 'others/x/-')).rejects.toThrow('there is no notification');
    await expect(notifications.redeliver(uuidv7(0), 'operations', 'mine', 'operations/x/-')).rejects.toThrow('there is no notification');
    expect(receivers.sent).toHaveLength(1);
  });

  it('are never sent without a secret, and say so', async () => {
    const notifications = await house.start({ secret: undefined });
    await house.ended({ responseUrl: HOOK });
    const [entry] = await until(
      () => logged(notifications),
      ([first]) => first?.status === 'GIVEN_UP',
    );
    expect(entry).toMatchObject({ givenUp: 'NO_SECRET', attempts: [{ outcome: 'NO_SECRET' }] });
    expect(receivers.sent).toEqual([]);
    const later = await house.restart();
    await later.redeliver(entry?.id ?? '', 'operations', 'the secret is set now', 'operations/test/-');
    await until(
      () => statuses(later),
      ([status]) => status === 'DELIVERED',
    );
  });

  it('leave the secret out of events, delivery log and logs', async () => {
    const lines: string[] = [];
    const keep = (fields: object, message: string): void => void lines.push(JSON.stringify(fields) + message);
    const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
    receivers.script = async () => ({ outcome: 'NOT_ALLOWED', error: 'PRIVATE_ADDRESS' });
    const notifications = await house.start({ log });
    await house.ended({ responseUrl: `${HOOK}?token=of-the-client` });
    await until(
      () => statuses(notifications),
      ([status]) => status === 'GIVEN_UP',
    );
    const { events } = await house.store.readAll({ limit: 10_000 });
    expect(JSON.stringify([events, await logged(notifications), lines])).not.toContain(SECRET);
    expect(lines.some((line) => line.includes('given up'))).toBe(true);
    // The query of an URL may be a client's secret: it is for the client's eyes, not for logs.
    expect(lines.join()).not.toContain('of-the-client');
  });

  it('are listed by status and device, the latest first, page by page', async () => {
    const notifications = await house.start();
    receivers.script = async ({ url }) => (url.endsWith('/bad') ? REJECTED : DELIVERED);
    for (const path of ['1', 'bad', '3']) {
      await house.ended({ responseUrl: `${HOOK}/${path}` });
      await house.clock.advance(1_000);
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
