import { describe, expect, it } from '@jest/globals';
import { d, parseObis, type Data } from '#dlms';
import { settingsOf } from '../testing/all-settings.js';
import { contextOf } from '../testing/fixtures.js';
import { ScriptedAccess } from '../testing/scripted-access.js';
import { getAllAttributeValues } from './get-all-attribute-values.js';

function element(classId: number, obis: string, ...attributes: readonly (readonly [id: number, mode: number])[]): Data {
  const access = attributes.map(([id, mode]) => d.structure(d.i8(id), d.enumeration(mode), d.nul));
  return d.structure(d.u16(classId), d.u8(0), d.octets(parseObis(obis)), d.structure(d.array(...access), d.array()));
}

const OBJECTS = d.array(
  element(3, '1.0.1.8.0.255', [1, 1], [2, 1], [3, 1]),
  element(7, '1.0.99.1.0.255', [2, 1], [4, 3]),
  element(1, '0.0.96.99.0.255', [2, 2], [3, 0], [4, 1]),
);
const SCRIPT = {
  '15/0.0.40.0.0.255/2': OBJECTS,
  '3/1.0.1.8.0.255/2': d.u32(10_001),
  '3/1.0.1.8.0.255/3': 3,
  '7/1.0.99.1.0.255/4': d.u32(900),
  '1/0.0.96.99.0.255/4': d.u8(1),
};

const read = (access: ScriptedAccess, withListMax = 32) => getAllAttributeValues(null, contextOf({ ...settingsOf('5.1'), withListMax }))(access);

describe('GetAllAttributeValues', () => {
  it('dumps what the association may read, with the names of the profile; what the meter does not give is left out', async () => {
    const access = new ScriptedAccess(SCRIPT);
    const { response, facts } = await read(access);
    expect(JSON.parse((response as { output: string }).output)).toEqual([
      {
        classId: 3,
        version: 0,
        logicalName: '1.0.1.8.0.255',
        name: 'ACTIVE_ENERGY_IMPORT',
        attributes: [{ id: 2, name: 'value', value: 'double-long-unsigned 10001' }],
      },
      {
        classId: 7,
        version: 0,
        logicalName: '1.0.99.1.0.255',
        name: 'INTERVAL_VALUES_E',
        attributes: [{ id: 4, name: 'capture_period', value: 'double-long-unsigned 900' }],
      },
      { classId: 1, version: 0, logicalName: '0.0.96.99.0.255', attributes: [{ id: 4, value: 'unsigned 1' }] },
    ]);
    expect(facts).toMatchObject([
      {
        type: 'AttributeValuesCollected',
        data: { values: [{ obisCode: '1.0.1.8.0.255', attribute: 2, value: 'double-long-unsigned 10001' }, { attribute: 4 }, { attribute: 4 }] },
      },
    ]);
    // Neither logical names nor the buffer, nor what may not be read.
    expect(access.reads).toEqual([
      ['15/0.0.40.0.0.255/2'],
      ['3/1.0.1.8.0.255/2', '3/1.0.1.8.0.255/3'],
      ['7/1.0.99.1.0.255/4'],
      ['1/0.0.96.99.0.255/4'],
    ]);
  });

  it('asks in portions that the meter takes', async () => {
    const access = new ScriptedAccess(SCRIPT);
    await read(access, 1);
    expect(access.reads.every((names) => names.length === 1)).toBe(true);
  });

  it('fails without a list of objects', async () => {
    await expect(read(new ScriptedAccess({}))).rejects.toMatchObject({ code: 412 });
  });
});
