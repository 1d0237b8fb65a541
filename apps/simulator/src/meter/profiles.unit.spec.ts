import { describe, expect, it } from '@jest/globals';

import { profiles } from '#cosem';
import type { Data } from '#dlms';

import { MeterBench } from '../testing/meter-bench.js';

const builds = profiles.flatMap(({ name, version }) => [[name + version, false] as const, [name + version, true] as const]);

const fewRows = { kind: 'entry', fromEntry: 1, toEntry: 3, fromColumn: 1, toColumn: 0 } as const;

function rows(data: Data): readonly Data[] {
  return data.type === 'array' ? data.value : [];
}

describe.each(builds)('%s, polyphase: %s', (profile, polyphase) => {
  const bench = new MeterBench(profile, { polyphase, mbus: ['gas', 'water', 'heat', 'electricity'] });
  const objects = [...(profiles.find(({ name, version }) => name + version === profile)?.objects.values() ?? [])];
  const present = objects.filter(({ polyphaseOnly }) => polyphase || polyphaseOnly !== true);

  it('has every object of the profile, those of other phases only where it has the phases', () => {
    const missing = objects.filter((object) => !present.includes(object));
    expect(present.filter(({ tag }) => bench.meter.objectOfTag(tag) === undefined)).toEqual([]);
    expect(missing.filter(({ tag }) => bench.meter.objectOfTag(tag) !== undefined)).toEqual([]);
    expect(rows(bench.get('ASSOCIATION_LN'))).toHaveLength(present.length);
  });

  it('gives every attribute a value of its type', () => {
    const wrong: string[] = [];
    for (const { tag, attributes } of present)
      for (const { id, type } of attributes) {
        const value = bench.get(tag, id, id === 2 ? fewRows : undefined);
        if (value.type !== type) wrong.push(`${tag}/${id}: ${value.type} in place of ${type}`);
      }
    expect(wrong).toEqual([]);
  });

  it('fills every buffer with rows as wide as its columns', () => {
    const buffers = present.filter((object) => object.profile !== undefined);
    const wrong = buffers.filter(({ tag }) => {
      const columns = rows(bench.get(tag, 3)).length;
      const content = rows(bench.get(tag, 2, fewRows));
      return content.length === 0 || content.some((row) => row.type !== 'structure' || row.value.length !== columns);
    });
    expect(wrong.map(({ tag }) => tag)).toEqual([]);
  });
});
