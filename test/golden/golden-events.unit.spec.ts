import { describe, expect, it, jest } from '@jest/globals';
import { canonicalJson, EventRegistry, verifyStream } from '#event-sourcing';
import { allEventTypes } from '#orchestration';
import { goldenFile, goldenFiles, hashOfFile, readGolden, recordedHashes } from './golden-events.js';
import { sampleOf } from './sample-data.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const registry = new EventRegistry(allEventTypes);
const versions = allEventTypes.flatMap(({ type, version }) => Array.from({ length: version }, (_, older) => goldenFile(type, older + 1)));

describe('every event that was ever written', () => {
  it('has a golden event, for each version of its type: npm run golden makes the missing ones', () => {
    expect(versions.filter((file) => !goldenFiles().includes(file))).toEqual([]);
  });

  it('is of a type that is still registered: what is in a store must be read for ever', () => {
    expect(goldenFiles().filter((file) => !versions.includes(file))).toEqual([]);
  });

  it('has not been changed since: a changed hash in the list must be argued for', () => {
    expect(Object.fromEntries(goldenFiles().map((file) => [file, hashOfFile(file)]))).toEqual(recordedHashes());
  });

  it.each(goldenFiles())('%s can be read, and fits the present schema after that', (file) => {
    const stored = { ...readGolden(file), position: 1 };
    const event = registry.decode(stored);
    registry.validate({ type: event.type, data: event.data });
    expect(goldenFile(stored.type, (JSON.parse(stored.metadata) as { schemaVersion: number }).schemaVersion)).toBe(file);
    expect(event.schemaVersion).toBe(registry.get(stored.type)?.version);
  });

  it.each(goldenFiles())('%s holds its hash, and is canonical byte for byte', (file) => {
    const stored = { ...readGolden(file), position: 1 };
    expect(verifyStream([stored])).toMatchObject({ ok: true });
    expect(canonicalJson(JSON.parse(stored.data))).toBe(stored.data);
  });
});

/** Members of a value that a sample of its present schema does not have; what the schema leaves open (an empty object) may have any. */
function unknownMembers(value: unknown, sample: unknown, path = ''): string[] {
  if (Array.isArray(value) && Array.isArray(sample)) return value.flatMap((each) => unknownMembers(each, sample[0], `${path}[]`));
  if (typeof value !== 'object' || value === null || typeof sample !== 'object' || sample === null) return [];
  if (Object.keys(sample).length === 0) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    Object.hasOwn(sample, name) ? unknownMembers(each, Reflect.get(sample, name), `${path}.${name}`) : [`${path}.${name}`],
  );
}

describe('the present schema', () => {
  it.each(allEventTypes.map((type) => [type.type, type] as const))('of %s still knows every member that its version ever had', (_name, type) => {
    const golden: unknown = JSON.parse(readGolden(goldenFile(type.type, type.version)).data);
    expect(unknownMembers(golden, sampleOf(type.schema))).toEqual([]);
  });
});
