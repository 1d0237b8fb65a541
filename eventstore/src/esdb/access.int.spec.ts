import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Facade, startFacade } from '../../facade/index.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../test-support/temporary-store.js';
import { newEvents, newStream, Subscriber } from '../compliance/context.js';
import { openEsdbEventStore } from '../index.js';
import { esdbForTests, type Warning } from './testing/esdb-under-test.js';

const SECRET = 'correct-horse';

describe('a server that asks for credentials', () => {
  let directory: TemporaryDirectory;
  let facade: Facade;
  const certificate = (): string => join(directory.path, 'certificate.pem');
  const connectionString = (credentials: string, ca = certificate()): string =>
    `esdb://${credentials}127.0.0.1:${facade.port}?tls=true${ca === '' ? '' : `&tlsCAFile=${encodeURIComponent(ca)}`}`;

  beforeEach(async () => {
    directory = temporaryDirectory();
    const key = join(directory.path, 'key.pem');
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', [...request, ...subject, '-keyout', key, '-out', certificate()], { stdio: 'ignore' });
    facade = await startFacade({
      directory: directory.path,
      credentials: { meterlog: SECRET },
      tls: { certificate: readFileSync(certificate(), 'utf8'), key: readFileSync(key, 'utf8') },
    });
  });
  afterEach(async () => {
    await facade.stop();
    directory.remove();
  });

  it('takes the right ones from the connection string, over TLS', async () => {
    const store = await openEsdbEventStore(connectionString(`meterlog:${SECRET}@`));
    const stream = newStream();
    await store.append(stream, newEvents(2), 'no-stream');
    expect(await store.readStream(stream)).toHaveLength(2);
    await store.close();
  });

  it.each([
    ['none', ''],
    ['a wrong password', `meterlog:not-${SECRET}@`],
    ['an unknown user', `nobody:${SECRET}@`],
  ])('refuses %s, at once and without telling the password', async (_, credentials) => {
    const warnings: Warning[] = [];
    const log = { warn: (fields: object, message: string) => warnings.push({ fields, message }) };
    const error: unknown = await openEsdbEventStore(connectionString(credentials), { log }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(JSON.stringify([error, (error as Error).message, (error as Error).cause, warnings])).not.toContain(SECRET);
    expect(warnings).toEqual([]);
  });

  it('is not trusted without its certificate', async () => {
    const opening = openEsdbEventStore(connectionString(`meterlog:${SECRET}@`, ''), { timeouts: { open: 3_000 } });
    await expect(opening).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringMatching(/certificate/) });
  });
});

describe('a server that is away', () => {
  const esdb = esdbForTests({ timeouts: { open: 400, read: 400, write: 400 } });

  it('when the store is opened is an error that says so', async () => {
    esdb.facade.refuseConnections();
    await expect(esdb.open()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('may come while the store is being opened', async () => {
    esdb.facade.refuseConnections();
    const opening = esdb.open({ timeouts: { open: 10_000 } });
    esdb.facade.acceptConnections();
    expect((await opening).storeId).toBe(esdb.store.storeId);
  });

  it.each([
    ['an append', async () => esdb.store.append(newStream(), newEvents(1), 'no-stream')],
    ['a read', async () => esdb.store.readStream(newStream())],
    ['a read of all', async () => esdb.store.readAll()],
    ['head', async () => esdb.store.head()],
    ['metadata', async () => esdb.store.getMetadata(newStream())],
    ['a change of metadata', async () => esdb.store.setMetadata(newStream(), {})],
    ['a deletion', async () => esdb.store.deleteStream(newStream(), 'any')],
  ])('fails %s in time, and is asked again when it is back', async (_, call) => {
    esdb.facade.refuseConnections();
    await expect(call()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    esdb.facade.acceptConnections();
    const store = await esdb.open({ timeouts: { open: 10_000 } });
    await expect(store.append(newStream(), newEvents(1), 'no-stream')).resolves.toMatchObject({ revision: 0 });
  });

  it('is one for the same store again when it is back', async () => {
    const { store, facade } = esdb;
    const stream = newStream();
    facade.refuseConnections();
    await expect(store.append(stream, newEvents(1), 'no-stream')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    facade.acceptConnections();
    const again = newStream();
    await expect(esdb.store.append(again, newEvents(2), 'no-stream')).resolves.toMatchObject({ revision: 1 });
    expect(await store.readStream(again)).toHaveLength(2);
  });
});

describe('the name of a store', () => {
  const esdb = esdbForTests();

  it('is the same for all who open it at once for the first time', async () => {
    const facade = await esdb.another();
    const stores = await Promise.all(Array.from({ length: 5 }, async () => openEsdbEventStore(facade.connectionString)));
    expect(new Set(stores.map(({ storeId }) => storeId)).size).toBe(1);
    const [store] = stores;
    expect(await store?.readAll()).toEqual({ events: [], next: expect.any(Number), atEnd: true });
    expect(await store?.head()).toBe(0);
    await Promise.all(stores.map(async (one) => one.close()));
  });

  it('differs between servers, and its stream cannot be touched', async () => {
    const other = await openEsdbEventStore((await esdb.another()).connectionString);
    expect(other.storeId).not.toBe(esdb.store.storeId);
    await expect(other.setMetadata('meterlog-store', {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(other.deleteStream('meterlog-store', 'any', { permanently: true })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await other.close();
  });
});

describe('a store that is closed', () => {
  const esdb = esdbForTests();
  const sockets = (): number => process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;

  it('leaves no connection behind, nor a call that was left early', async () => {
    const { connectionString } = await esdb.another();
    const before = sockets();
    const store = await openEsdbEventStore(connectionString);
    for (let n = 0; n < 5; n++) await store.append(newStream(), newEvents(100), 'no-stream');
    for (let n = 0; n < 10; n++) await store.readAll({ limit: 3 });
    const subscriber = new Subscriber(store.subscribe({ after: 0 }));
    await subscriber.pull();
    expect(sockets()).toBeGreaterThan(before);
    const began = performance.now();
    await store.close();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await subscriber.pull()).toBeUndefined();
    while (sockets() > before) await setImmediate();
  });
});
