import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { silentLog, systemClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { CollectionDefinition, DefineOptions, ReadStore } from '#readstore/port.js';
import { commands } from '../models/commands/command-document.js';
import { commandsProjection } from '../models/commands/commands-projection.js';
import type { Projection } from '../projection.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { DeviceStreams, registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { accepted, started, succeeded } from '../test/samples.js';
import { rebuild } from './rebuild.js';

jest.setTimeout(60_000);

/** On a busy machine, too. */
const SOON = 30_000;

let store: MemoryEventStore;
let streams: DeviceStreams;
let opened: OpenReadStore;

beforeEach(async () => {
  store = new MemoryEventStore();
  streams = new DeviceStreams(store);
  opened = await openReadStore();
  await streams.append([accepted(), started(), succeeded]);
});
afterEach(async () => opened.close());

const options = { registry, clock: systemClock, log: silentLog };
const ALL = commands.indexes.map((fields) => fields.join());

/** A read store that tells of each collection which indexes it has when it is searched by device, and when readers are pointed at it. */
function watched(
  readStore: ReadStore,
  happens: (what: 'search' | 'point' | 'write', collection: string, indexes: readonly string[]) => void,
): ReadStore {
  const indexes = new Map<string, Set<string>>();
  const of = (collection: string): readonly string[] => [...(indexes.get(collection) ?? [])];
  return new Proxy(readStore, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        if (name === 'define' && (args[1] as DefineOptions | undefined)?.indexes !== 'later')
          for (const definition of args[0] as readonly CollectionDefinition[])
            indexes.set(definition.name, new Set([...of(definition.name), ...definition.indexes.map((fields) => fields.join())]));
        if (name === 'find') happens('search', String(args[0]), of(String(args[0])));
        if (name === 'write') happens('write', 'commands@1', of('commands@1'));
        if (name === 'pointAliases') for (const to of Object.values(args[0] as Record<string, string>)) happens('point', to, of(to));
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}

function ofDocuments(readStore: ReadStore): {
  readonly watching: ReadStore;
  readonly seen: Record<'search' | 'point' | 'write', (readonly string[])[]>;
} {
  const seen: Record<'search' | 'point' | 'write', (readonly string[])[]> = { search: [], point: [], write: [] };
  const watching = watched(readStore, (what, collection, indexes) => {
    if (collection.startsWith('commands@')) seen[what].push(indexes);
  });
  return { watching, seen };
}

describe('A generation that nobody reads yet', () => {
  it('is written without indexes, and has all of them before anybody is pointed at it', async () => {
    const { watching, seen } = ofDocuments(opened.readStore);
    await rebuild(commandsProjection, store, watching, options);
    expect(seen.write).toEqual([[]]);
    expect(seen.point).toEqual([ALL]);
  });

  it('gets them before its documents are looked for by field, because a device is parked', async () => {
    const choking: Projection = {
      ...commandsProjection,
      apply(event, documents) {
        if (event.type === 'AttemptStarted') throw new Error('cannot digest');
        commandsProjection.apply(event, documents);
      },
    };
    const { watching, seen } = ofDocuments(opened.readStore);
    await rebuild(choking, store, watching, options);
    expect(seen.search).toEqual([ALL]);
    expect(seen.point).toEqual([ALL]);
  });

  it('gets them beside a running platform too, also after a rebuild that was broken off while they were made', async () => {
    let broken = false;
    const { watching, seen } = ofDocuments(opened.readStore);
    const breaking = new Proxy(watching, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (name === 'define')
          return async (definitions: readonly CollectionDefinition[], how?: DefineOptions): Promise<void> => {
            const isThird = definitions.some((one) => one.name === 'commands@2' && one.indexes[0] === commands.indexes[2]);
            if (isThird && how?.indexes !== 'later' && !broken) {
              broken = true;
              throw new Error('the store is away');
            }
            return target.define(definitions, how);
          };
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const runner = new ProjectionRunner({ ...options, store, readStore: breaking, projections: [commandsProjection] });
    await runner.start();
    expect(await runner.waitFor('commands', await store.head(), SOON)).toBe(true);
    await runner.rebuild('commands', 'acme/ops/-');
    await runner.rebuilt('commands');
    await runner.stop();
    expect(broken).toBe(true);
    expect(seen.point.at(-1)).toEqual(ALL);
    expect(await opened.readStore.aliases()).toMatchObject({ commands: 'commands@2' });
    expect(await opened.readStore.count(commands.name, [{ field: 'status', equals: 'SUCCEEDED' }])).toBe(1);
  });
});
