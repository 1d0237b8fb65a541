import { describe, expect, it } from '@jest/globals';
import { decodeObjectList, findProfile } from '#cosem';
import { d, type Data } from '#dlms';
import { meterModel } from './meter-model.js';
import { objectList } from './object-list.js';

function listOf(name: string, version: string): Data {
  const profile = findProfile(name, version);
  if (profile === undefined) throw new Error(`no profile ${name} ${version}`);
  return objectList(meterModel(profile, false));
}

const members = (data: Data | undefined): readonly Data[] => (data?.type === 'array' || data?.type === 'structure' ? data.value : []);

/** Access right of the first method of the clock: structure {class, version, name, {attributes, {method, mode}[]}}. */
function firstMethodMode(list: Data): Data | undefined {
  const clock = members(list).find((element) => JSON.stringify(members(element)[0]) === JSON.stringify(d.u16(8)));
  const methods = members(members(clock)[3])[1];
  return members(members(methods)[0])[1];
}

describe('The object list of the association', () => {
  it.each([
    ['DSMR', '2.2', d.bool(true)],
    ['DSMR', '4.2.2', d.enumeration(1)],
    ['SMR', '5.5', d.enumeration(1)],
  ])('of %s %s gives access to methods as its version says', (name, version, mode) => {
    expect(firstMethodMode(listOf(name, version))).toEqual(mode);
  });

  it('offers range and entry access to buffers, and to nothing else', () => {
    const objects = decodeObjectList(listOf('SMR', '5.1'));
    const offered = objects.flatMap(({ classId, attributes }) =>
      attributes.filter(({ selectors }) => selectors.length > 0).map(({ id, selectors }) => ({ classId, id, selectors })),
    );
    expect(offered.length).toBeGreaterThan(5);
    expect(new Set(offered.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify({ classId: 7, id: 2, selectors: [1, 2] })]));
  });
});
