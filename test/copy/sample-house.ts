import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { parseMasterKeys } from '#security';
import { openHouse, openStores, type HouseAddress, type House, type Stores } from '#stores';
import { append, noted } from '../../libs/event-sourcing/src/checkpoints/testing/sample-record.js';

export const masterKeys = parseMasterKeys('5e'.repeat(32));
export const LATER = Date.UTC(2100, 0, 1);

const temporary: string[] = [];

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'meterlog-house-'));
  temporary.push(directory);
  return directory;
}

export async function removeTemporaryDirectories(): Promise<void> {
  for (const directory of temporary.splice(0)) await rm(directory, { recursive: true, force: true });
}

/** After the last test. */
export async function removeSamples(): Promise<void> {
  for (const sample of samples.values()) temporary.push((await sample).directory);
  samples.clear();
  await removeTemporaryDirectories();
}

export async function storesOf(data: string): Promise<Stores> {
  return openStores({ data, masterKeys, log: silentLog });
}

/** Events of several streams, taking turns as those of devices do. */
export function takingTurns(streams: number, perStream: number): StoredEvent[] {
  const histories = Array.from({ length: streams }, (_, stream) => noted(`device-M${stream}`, perStream));
  return Array.from({ length: perStream }, (_, revision) => histories.flatMap((history) => history.slice(revision, revision + 1))).flat();
}

export interface Sample {
  readonly directory: string;
  readonly keyIds: readonly string[];
}

/** Making one takes an RSA key pair: each is made once. */
const samples = new Map<string, Promise<Sample>>();

/** A data directory with events of several streams, keys, counters and responses. */
export async function sampleDirectory({ streams = 7, perStream = 30 } = {}): Promise<Sample> {
  const name = `${streams}/${perStream}`;
  const sample = samples.get(name) ?? makeSample(streams, perStream);
  samples.set(name, sample);
  const { directory, keyIds } = await sample;
  const own = await temporaryDirectory();
  await cp(directory, own, { recursive: true });
  return { directory: own, keyIds };
}

/** All at once: an embedded store writes them in the order of the calls. */
async function appendInOrder(store: EventStore, events: readonly StoredEvent[]): Promise<void> {
  await Promise.all(events.map(async (event) => append(store, [event])));
}

async function makeSample(streams: number, perStream: number): Promise<Sample> {
  const directory = await mkdtemp(join(tmpdir(), 'meterlog-house-'));
  const stores = await storesOf(directory);
  try {
    const keyIds: string[] = [];
    for (let device = 0; device < streams; device++) {
      const { keyId } = await stores.vault.store(`M${device}`, 'ENCRYPTION', new Uint8Array(16).fill(device + 1));
      await stores.vault.setCounter(`M${device}`, keyId, 1000 * device);
      await stores.vault.reserveCounters(`M${device}`, keyId, 64);
      await stores.results.put(`uid-${device}`, `{"device":${device}}`, LATER);
      keyIds.push(keyId);
    }
    await appendInOrder(stores.events, takingTurns(streams, perStream));
    await stores.events.setMetadata('device-M0', { custom: { note: 'kept' } });
    return { directory, keyIds };
  } finally {
    await stores.close();
  }
}

const spelled = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Everything in a house but positions, which are the store's own. */
export async function contentOf(house: House): Promise<object> {
  const events: object[] = [];
  for (let after = 0, atEnd = false; !atEnd;) {
    const page = await house.events.readAll({ after });
    for (const { position: _, ...event } of page.events) events.push(event);
    ({ next: after, atEnd } = page);
  }
  return {
    events,
    metadata: await house.events.getMetadata('device-M0'),
    vault: (await all(house.vault.exportAll())).map(spelled).toSorted(),
    results: (await all(house.results.exportAll()))
      .map((result) => spelled(Object.entries(result).toSorted(([one], [other]) => (one < other ? -1 : 1))))
      .toSorted(),
  };
}

/** Opens a house for as long as `work` takes. */
export async function inHouse<T>(address: HouseAddress, role: 'source' | 'target', work: (house: House) => Promise<T>): Promise<T> {
  const house = await openHouse(address, role, silentLog);
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

export const directoryAt = (directory: string): HouseAddress => ({ kind: 'directory', directory });
