import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deviceEventTypes, evolve, initialState, type DeviceEvent, type DeviceState } from '#domain';
import {
  checkpointLines,
  DeciderRepository,
  EventRegistry,
  HeadTable,
  keyIdOf,
  silentLog,
  verifyProof,
  verifyRecord,
  VirtualClock,
  type CheckpointSigner,
  type SavedHeads,
  type StreamHead,
} from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { deviceStream } from '../device-repository.js';
import { Checkpointer, type CheckpointerOptions } from './checkpointer.js';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

/** A read store that keeps heads, and can be spoilt. */
class Saved implements SavedHeads {
  position = 0;
  readonly rows = new Map<string, StreamHead>();
  loads = 0;

  async load() {
    this.loads++;
    if (this.position === 0) return undefined;
    const heads = new HeadTable();
    for (const row of this.rows.values()) heads.set(row.stream, row);
    return { position: this.position, heads };
  }

  async save(position: number, heads: Iterable<StreamHead>) {
    for (const head of heads) this.rows.set(head.stream, head);
    this.position = position;
  }

  async clear() {
    this.rows.clear();
    this.position = 0;
  }
}

function signer(): CheckpointSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  return { publicKey: der, keyId: keyIdOf(der) ?? '', sign: (bytes) => sign(null, bytes, privateKey) };
}

/** Counts what is read of all events. */
class CountingStore extends MemoryEventStore {
  read = 0;
  override async readAll(...args: Parameters<MemoryEventStore['readAll']>) {
    const page = await super.readAll(...args);
    this.read += page.events.length;
    return page;
  }
}

let directory: string;
let store: CountingStore;
let saved: Saved;
let clock: VirtualClock;
let key: CheckpointSigner;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'meterlog-checkpoints-'));
  file = join(directory, 'checkpoints.jsonl');
  store = new CountingStore();
  saved = new Saved();
  clock = new VirtualClock(Date.UTC(2026, 0, 1));
  key = signer();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const checkpointer = (more: Partial<CheckpointerOptions> = {}): Checkpointer =>
  new Checkpointer({ store, saved, clock, signer: key, log: silentLog, file, ...more });

let granted = 0;
async function happens(...devices: readonly string[]): Promise<void> {
  const registry = new EventRegistry(deviceEventTypes);
  const repository = new DeciderRepository<DeviceState, DeviceEvent>({ store, registry, clock, stream: deviceStream, initialState, evolve });
  for (const device of devices) {
    const commandId = `c${granted++}`;
    await repository.decide(device, { commandId, correlationUid: commandId, causationId: null, actor: 'meterlog/test' }, () => [
      { type: 'DeviceAuthorizationGranted', data: { organisation: commandId, functionGroup: 'OWNER' } },
    ]);
  }
}

const lines = () => checkpointLines(readFileSync(file, 'utf8'));

describe('checkpoints', () => {
  it('sign all that happened, each continuing the one before, in the record and in the file', async () => {
    const maker = checkpointer();
    expect(await maker.make()).toEqual({ created: false, checkpoint: undefined });
    await happens('a', 'b', 'a');
    const first = await maker.make('operations/demo/-');
    expect(first).toMatchObject({ created: true, checkpoint: { number: 0, signed: { checkpoint: { events: 3, streams: 2, previous: null } } } });
    expect(await maker.make()).toEqual({ ...first, created: false });
    await happens('c');
    expect(await maker.make()).toMatchObject({ created: true, checkpoint: { number: 1, signed: { checkpoint: { events: 5, streams: 4 } } } });
    const verdict = await verifyRecord(store, { file: lines(), keyId: key.keyId });
    expect(verdict).toMatchObject({ broken: [], checkpoints: [], covered: { events: 5 }, uncovered: 1, checkpointsRead: 4 });
    const [event] = await store.readStream('checkpoints');
    expect(JSON.parse(event!.metadata)).toMatchObject({ actor: 'operations/demo/-' });
  });

  it('go on after a restart from what was saved, and read only what is new', async () => {
    await happens(...Array.from({ length: 50 }, (_, n) => `d${n}`));
    await checkpointer().make();
    await happens('d7', 'e');
    store.read = 0;
    expect(await checkpointer().make()).toMatchObject({ created: true, checkpoint: { signed: { checkpoint: { events: 53, streams: 52 } } } });
    expect(store.read).toBeLessThan(10);
    expect((await verifyRecord(store)).checkpoints).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['changed', () => saved.rows.set('device-d7', { stream: 'device-d7', revision: 0, hash: 'ab'.repeat(32) })],
    ['removed', () => saved.rows.delete('device-d7')],
    ['added', () => saved.rows.set('device-x', { stream: 'device-x', revision: 0, hash: 'ab'.repeat(32) })],
    ['of another position', () => (saved.position = 3)],
    ['gone', () => void saved.clear()],
  ])('do not trust saved heads that were %s', async (_how, spoil) => {
    await happens(...Array.from({ length: 9 }, (_, n) => `d${n}`));
    await checkpointer().make();
    spoil();
    await happens('d7');
    await checkpointer().make();
    expect(await verifyRecord(store)).toMatchObject({ checkpoints: [], covered: { events: 11 } });
    expect(saved.rows.size).toBe(10);
  });

  it('also go on when a crash kept the heads of the last checkpoint from being saved', async () => {
    await happens('a', 'b');
    await checkpointer().make();
    await happens('a');
    await checkpointer({
      saved: { load: () => saved.load(), clear: () => saved.clear(), save: () => Promise.reject(new Error('disk full')) },
    }).make();
    await happens('b');
    store.read = 0;
    await checkpointer().make();
    expect(store.read).toBeLessThan(8);
    expect((await verifyRecord(store)).checkpoints).toEqual([]);
  });

  it('are not made of a record that was changed, before or after the last one', async () => {
    await happens('a', 'b', 'a');
    await checkpointer().make();
    const spoilt = spoil('device-a', 0);
    await saved.clear();
    await happens('c');
    await expect(checkpointer({ store: spoilt }).make()).rejects.toThrow(/chain of stream device-a breaks at revision 0/);
    await expect(checkpointer({ store: spoil('device-c', 0) }).make()).rejects.toThrow(/chain of stream device-c breaks at revision 0/);
    expect(await store.readStream('checkpoints')).toHaveLength(1);
    await checkpointer().make();
    expect(await store.readStream('checkpoints')).toHaveLength(2);
  });

  it('are not made of a record that lacks what was signed', async () => {
    await happens('a', 'b', 'a');
    await checkpointer().make();
    await saved.clear();
    await happens('c');
    const spoilt = without((event) => event.stream === 'device-a' && event.revision === 1);
    await expect(checkpointer({ store: spoilt }).make()).rejects.toThrow('the record is no longer what checkpoint 0 signed');
  });

  it('do not continue one whose signature is wrong', async () => {
    await happens('a');
    await checkpointer({ signer: { ...signer(), sign: () => new Uint8Array(64) } }).make();
    await happens('a');
    await expect(checkpointer().make()).rejects.toThrow('checkpoint 0 of the record is not what was signed');
  });

  it('are not made twice at once', async () => {
    await happens('a');
    const maker = checkpointer();
    const made = await Promise.all([maker.make(), maker.make(), maker.make()]);
    expect(made.map(({ created }) => created)).toEqual([true, false, false]);
  });

  it('of two processes continue each other', async () => {
    const [one, two] = [checkpointer(), checkpointer({ saved: new Saved(), file: undefined })];
    await happens('a');
    await one.make();
    await happens('b');
    await two.make();
    await happens('c');
    await one.make();
    expect(await verifyRecord(store, { file: lines() })).toMatchObject({ checkpoints: [], checkpointsRead: 6 });
  });

  it('go on in a copy of the record, and prove it', async () => {
    await happens('a', 'b', 'a');
    await checkpointer().make();
    await happens('c');
    const copy = new CountingStore('copy');
    for (const { stream, revision, id, type, data, metadata } of (await store.readAll()).events)
      await copy.append(stream, [{ id, type, data, metadata }], revision === 0 ? 'no-stream' : revision - 1);
    store = copy;
    await saved.clear();
    expect(await checkpointer().make()).toMatchObject({ created: true, checkpoint: { number: 1, signed: { checkpoint: { events: 5 } } } });
    expect(await verifyRecord(copy, { file: lines(), keyId: key.keyId })).toMatchObject({ checkpoints: [], covered: { events: 5 } });
    expect(verifyProof(await checkpointer().proof('device-a', 0), key.keyId)).toMatchObject({ ok: true, revision: 1 });
  });

  it('prove a device by the last one, or an earlier one', async () => {
    const maker = checkpointer();
    expect(await maker.proof('device-a')).toBeUndefined();
    await happens('a', 'b');
    await maker.make();
    await happens('a');
    await maker.make();
    await happens('a');
    expect(verifyProof(await maker.proof('device-a'), key.keyId)).toMatchObject({ ok: true, revision: 1 });
    expect(verifyProof(await maker.proof('device-a', 0), key.keyId)).toMatchObject({ ok: true, revision: 0 });
    expect(verifyProof(await checkpointer().proof('device-b'), key.keyId)).toMatchObject({ ok: true, revision: 0 });
    expect(await maker.proof('device-z')).toBeUndefined();
    expect(await maker.proof('device-a', 9)).toBeUndefined();
  });
});

describe('the checkpoint file', () => {
  it('gets what it lacks: after a failure, after it was moved away, after a line was cut off', async () => {
    const maker = checkpointer();
    const next = async (): Promise<void> => {
      await happens('a');
      await maker.make();
    };
    await next();
    const first = readFileSync(file, 'utf8');
    await next();
    await next();
    expect(lines()).toHaveLength(3);
    writeFileSync(file, first);
    await next();
    expect(lines()).toHaveLength(4);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
    await next();
    expect(lines().filter(({ signed }) => signed !== undefined)).toHaveLength(5);
    expect((await verifyRecord(store, { file: lines() })).checkpoints).toEqual([]);
    writeFileSync(file, `${readFileSync(file, 'utf8')}nonsense\n`);
    await next();
    expect(lines().at(-1)?.signed?.checkpoint.events).toBe(11);
    rmSync(file);
    await next();
    expect(lines()).toHaveLength(1);
    expect((await verifyRecord(store, { file: lines() })).checkpoints).toEqual([]);
  });

  it('does not keep a checkpoint from being made when it cannot be written', async () => {
    await happens('a');
    expect(await checkpointer({ file: join(directory, 'nowhere', 'file') }).make()).toMatchObject({ created: true });
  });
});

describe('at an interval', () => {
  it('a checkpoint is made when something has happened since the last', async () => {
    const stop = new AbortController();
    const maker = checkpointer();
    const made = async (): Promise<number> => (await store.readStream('checkpoints')).length;
    const running = maker.run(HOUR, stop.signal);
    /** Time goes on when the maker waits again. */
    const later = async (ms: number): Promise<void> => {
      await until(() => clock.waiting === 1);
      await clock.advance(ms);
      await until(() => clock.waiting === 1);
    };
    await happens('a');
    await later(HOUR - 1);
    expect(await made()).toBe(0);
    await later(1);
    expect(await made()).toBe(1);
    await later(HOUR);
    await later(HOUR);
    expect(await made()).toBe(1);
    await happens('a');
    await later(HOUR);
    expect(await made()).toBe(2);
    stop.abort();
    await running;
  });

  /** Work between two waits goes over several turns of the event loop. */
  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  }
});

/** The store as it would be had somebody changed the data of one event. */
function spoil(stream: string, revision: number): MemoryEventStore {
  return seenThrough((events) =>
    events.map((event) =>
      event.stream === stream && event.revision === revision ? { ...event, data: event.data.replace('OWNER', 'OTHER') } : event,
    ),
  );
}

type Events = Awaited<ReturnType<MemoryEventStore['readAll']>>['events'];

function without(gone: (event: Events[number]) => boolean): MemoryEventStore {
  return seenThrough((events) => events.filter((event) => !gone(event)));
}

function seenThrough(change: (events: Events) => Events): MemoryEventStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'readAll') {
        return async (...args: Parameters<MemoryEventStore['readAll']>) => {
          const page = await target.readAll(...args);
          return { ...page, events: change(page.events) };
        };
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
