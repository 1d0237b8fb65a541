import { describe, expect, it } from '@jest/globals';

import { findObject, findProfile, profiles } from './registry.js';
import type { ProtocolProfile } from './profile.js';

function profile(name: string, version: string): ProtocolProfile {
  const found = findProfile(name, version);
  if (found === undefined) throw new Error(`no profile ${name} ${version}`);
  return found;
}

const smr51 = profile('SMR', '5.1');
const dsmr422 = profile('DSMR', '4.2.2');

describe('findProfile', () => {
  it('knows nothing of other versions and names', () => {
    expect(findProfile('SMR', '4.2.2')).toBeUndefined();
    expect(findProfile('DLMS', '1.0')).toBeUndefined();
  });
});

describe.each(profiles.map((one) => [`${one.name} ${one.version}`, one] as const))('%s', (_, one) => {
  const objects = [...one.objects.values()];

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

  it('starts every profile with the clock', () => {
    for (const object of objects) {
      if (object.profile !== undefined)
        expect(object.profile.captureObjects[0]).toEqual({ classId: 8, obis: '0.0.1.0.0.255', attribute: 2, dataIndex: 0 });
    }
  });

  it('fixes energy registers at whole watt-hours', () => {
    for (const tag of ['ACTIVE_ENERGY_IMPORT', 'ACTIVE_ENERGY_EXPORT', 'ACTIVE_ENERGY_IMPORT_TARIFF_ONE', 'ACTIVE_ENERGY_EXPORT_TARIFF_TWO']) {
      expect(one.objects.get(tag)).toMatchObject({ classId: 3, scalerUnit: { scaler: 0, unit: 'WH' } });
    }
  });
});

describe('differences between the profiles', () => {
  it.each([
    [smr51, 'DAILY_VALUES_E', '1.0.99.2.0.255', 6],
    [smr51, 'MONTHLY_VALUES_E', '1.0.98.1.0.255', 6],
    [dsmr422, 'DAILY_VALUES_E', '1.0.99.2.0.255', 14],
    [dsmr422, 'MONTHLY_VALUES_E', '0.0.98.1.0.255', 13],
  ])('lays out periodic profiles (%#)', (one, tag, obis, columns) => {
    const object = one.objects.get(tag);
    expect(object?.obis).toBe(obis);
    expect(object?.profile?.captureObjects).toHaveLength(columns);
  });

  it('has one status object per period in SMR 5 and one for all in DSMR 4', () => {
    expect(smr51.objects.get('DAILY_VALUES_E')?.profile?.captureObjects[1]?.obis).toBe('0.0.96.10.4.255');
    expect(dsmr422.objects.get('DAILY_VALUES_E')?.profile?.captureObjects[1]?.obis).toBe('0.0.96.10.2.255');
  });

  it('inherits SMR 5.0 in SMR 5.1 and adds the auxiliary log', () => {
    expect(smr51.objects.has('POWER_QUALITY_EVENT_LOG')).toBe(true);
    expect(smr51.objects.has('AUXILIARY_EVENT_LOG')).toBe(true);
    expect(dsmr422.objects.has('AUXILIARY_EVENT_LOG')).toBe(false);
  });

  it('switches keys at once in SMR 5 and with the next association in DSMR 4', () => {
    expect(smr51.keySwitch).toBe('immediate');
    expect(dsmr422.keySwitch).toBe('next-association');
  });

  it('finds objects by class and logical name', () => {
    expect(findObject(smr51, 7, '1.0.99.1.0.255')?.tag).toBe('INTERVAL_VALUES_E');
    expect(findObject(smr51, 3, '1.0.99.1.0.255')).toBeUndefined();
  });
});
