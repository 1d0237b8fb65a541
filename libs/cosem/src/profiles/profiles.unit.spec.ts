import { describe, expect, it } from '@jest/globals';

import { profile } from './testing/profile-of.js';
import { tableOf } from './testing/object-table.js';
import { objectsOfMeter } from './meter-objects.js';
import { byTag } from './profile.js';
import { findObject, findProfile, profiles } from './registry.js';

const smr51 = profile('5.1');
const dsmr422 = profile('4.2.2');

describe('findProfile', () => {
  it('knows seven profiles', () => {
    expect(profiles.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'DSMR 2.2',
      'DSMR 4.2.2',
      'SMR 4.3',
      'SMR 5.0.0',
      'SMR 5.1',
      'SMR 5.2',
      'SMR 5.5',
    ]);
  });

  it('knows nothing of other versions and names', () => {
    expect(findProfile('SMR', '4.2.2')).toBeUndefined();
    expect(findProfile('DLMS', '1.0')).toBeUndefined();
  });
});

describe.each(profiles.map((one) => [`${one.name} ${one.version}`, one] as const))('%s', (_, one) => {
  const objects = [...one.objects.values()];

  it('has the objects of the tables, no more and no fewer', () => {
    expect(objects.map(({ classId, obis }) => `${classId}/${obis}`).toSorted()).toEqual(tableOf(one.version).toSorted());
  });

  it('indexes every object under its own tag', () => {
    for (const [tag, object] of one.objects) expect(object.tag).toBe(tag);
  });

  it('has every class and logical name once', () => {
    const keys = objects.map((object) => `${object.classId}/${object.obis}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('writes logical names with six octets', () => {
    for (const { obis } of objects) {
      expect(obis).toMatch(/^(\d{1,3}\.){5}255$/);
      expect(obis.split('.').every((part) => Number(part) <= 255)).toBe(true);
    }
  });

  it('captures only attributes of objects that it defines', () => {
    const known = new Set(objects.flatMap((object) => object.attributes.map(({ id }) => `${object.classId}/${object.obis}/${id}`)));
    const elsewhere = new Set(['3/0.0.96.7.19.255/2']); // duration column of the outage log has no object of its own
    const captured = objects.flatMap((object) => object.profile?.captureObjects ?? []).map((c) => `${c.classId}/${c.obis}/${c.attribute}`);
    expect(captured.filter((key) => !known.has(key) && !elsewhere.has(key))).toEqual([]);
  });

  it('starts every profile with the clock, and captures nothing twice', () => {
    for (const { profile: layout } of objects) {
      if (layout === undefined) continue;
      expect(layout.captureObjects[0]).toEqual({ classId: 8, obis: '0.0.1.0.0.255', attribute: 2, dataIndex: 0 });
      const columns = layout.captureObjects.map((column) => Object.values(column).join('/'));
      expect(new Set(columns).size).toBe(columns.length);
    }
  });

  it('fixes energy registers at whole watt-hours', () => {
    for (const tag of ['ACTIVE_ENERGY_IMPORT', 'ACTIVE_ENERGY_EXPORT', 'ACTIVE_ENERGY_IMPORT_TARIFF_ONE', 'ACTIVE_ENERGY_EXPORT_TARIFF_TWO']) {
      expect(one.objects.get(tag)).toMatchObject({ classId: 3, scalerUnit: { scaler: 0, unit: 'WH' } });
    }
  });

  it('lets a client choose only objects that it defines', () => {
    for (const { profile: layout } of objects) {
      for (const tag of layout?.selectable ?? []) expect(one.objects.has(tag)).toBe(true);
    }
  });

  it('has an M-Bus object on all channels or on none', () => {
    const channels = Map.groupBy(
      objects.filter(({ channel }) => channel !== undefined),
      ({ tag }) => tag.replace(/_CHANNEL_\d$/, ''),
    );
    for (const group of channels.values()) expect(group.map(({ channel }) => channel)).toEqual([1, 2, 3, 4]);
  });
});

describe('objectsOfMeter', () => {
  it('gives a polyphase meter everything', () => {
    expect(objectsOfMeter(smr51, true)).toBe(smr51.objects);
  });

  it('takes from a single phase meter what belongs to the other phases', () => {
    const objects = objectsOfMeter(smr51, false);
    expect(objects.has('INSTANTANEOUS_VOLTAGE_L1')).toBe(true);
    expect(objects.has('INSTANTANEOUS_VOLTAGE_L2')).toBe(false);
    expect(objects.has('PHASE_OUTAGE_TEST')).toBe(false);
    // L2 and L3: sags, swells, voltage and current (instantaneous and average), 2 powers, 4 average powers; and the test
    expect(smr51.objects.size - objects.size).toBe(2 * (2 + 2 + 2 + 2 + 4) + 1);
    expect(objectsOfMeter(smr51, false)).toBe(objects);
  });

  it('takes their columns out of its profiles', () => {
    const layout = objectsOfMeter(smr51, false).get('POWER_QUALITY_PROFILE_1')?.profile;
    expect(layout?.captureObjects.map(({ obis }) => obis)).toEqual([
      '0.0.1.0.0.255',
      '1.0.21.4.0.255',
      '1.0.22.4.0.255',
      '1.0.23.4.0.255',
      '1.0.24.4.0.255',
    ]);
    expect(layout?.selectable).toHaveLength(5);
    expect(objectsOfMeter(dsmr422, false).get('STANDARD_EVENT_LOG')?.profile).toEqual(dsmr422.objects.get('STANDARD_EVENT_LOG')?.profile);
  });
});

describe('findObject', () => {
  it('finds objects by class and logical name', () => {
    expect(findObject(smr51, 7, '1.0.99.1.0.255')?.tag).toBe('INTERVAL_VALUES_E');
    expect(findObject(smr51, 3, '1.0.99.1.0.255')).toBeUndefined();
  });
});

describe('byTag', () => {
  it('refuses a tag that occurs twice', () => {
    const [object] = smr51.objects.values();
    expect(() => byTag(object === undefined ? [] : [object, object])).toThrow('twice');
  });
});
