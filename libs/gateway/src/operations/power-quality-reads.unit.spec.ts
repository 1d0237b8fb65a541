import { describe, expect, it } from '@jest/globals';
import type { ObjectDefinition } from '#contract';
import { captureObjectData, d, type CaptureObject, type Data } from '#dlms';
import { ALL_SETTINGS, settingsOf } from '../testing/all-settings.js';
import { contextOf, stamp } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { getActualPowerQuality } from './get-actual-power-quality.js';
import { getPowerQualityProfile } from './get-power-quality-profile.js';
import { getProfileGenericData } from './get-profile-generic-data.js';

const CLOCK = '8/0.0.1.0.0.255/2';
const column = (classId: number, obis: string, attribute = 2, dataIndex = 0): CaptureObject => ({ classId, obis, attribute, dataIndex });
const clock = column(8, '0.0.1.0.0.255');
const row = (time: Data, ...values: Data[]): Data => d.structure(time, ...values);
const period = { beginDate: '2026-11-23T07:00:00Z', endDate: '2026-11-23T08:00:00Z' };

describe('GetActualPowerQuality', () => {
  /** A meter that holds 42 wherever it is asked. */
  class Everything extends ScriptedAccess {
    constructor() {
      super({ [CLOCK]: stamp('2026-11-23T08:00:00Z') });
    }

    override get(...[refs]: Parameters<ScriptedAccess['get']>): ReturnType<ScriptedAccess['get']> {
      void super.get(refs);
      return Promise.resolve(
        refs.map(({ classId, attribute }) => {
          if (classId === 8) return { ok: true as const, data: stamp('2026-11-23T08:00:00Z') };
          return { ok: true as const, data: attribute === 3 ? d.structure(d.i8(-1), d.enumeration(35)) : d.u16(42) };
        }),
      );
    }
  }

  const read = async (version: string, profileType: 'PUBLIC' | 'PRIVATE', polyphase = true) => {
    const access = new Everything();
    const { response, facts } = await getActualPowerQuality({ profileType }, contextOf({ ...settingsOf(version), polyphase }))(access);
    const { powerQualityObjects, powerQualityValues } = (
      response as { actualPowerQualityData: { powerQualityObjects: { name: string; unit: string }[]; powerQualityValues: unknown[] } }
    ).actualPowerQualityData;
    const values = Object.fromEntries(powerQualityObjects.map(({ name, unit }, index) => [name, [unit, powerQualityValues[index]]]));
    return { values, facts, access };
  };

  it('tells values in the scale of SMR 5, counters as they are, and the time', async () => {
    const { values, facts } = await read('5.1', 'PUBLIC');
    expect(values).toMatchObject({
      CLOCK: ['UNDEFINED', { dateValue: '2026-11-23T09:00:00+01:00' }],
      INSTANTANEOUS_VOLTAGE_L1: ['V', { floatValue: '4.2' }],
      AVERAGE_VOLTAGE_L3: ['V', { floatValue: '4.2' }],
      NUMBER_OF_VOLTAGE_SAGS_FOR_L2: ['UNDEFINED', { longValue: 42 }],
    });
    expect(facts).toMatchObject([
      { type: 'PowerQualityCollected', data: { profileType: 'PUBLIC', columns: { length: Object.keys(values).length } } },
    ]);
    const [fact] = facts;
    expect(fact?.type === 'PowerQualityCollected' ? fact.data.rows[0]?.[0] : undefined).toBe('2026-11-23T09:00:00+01:00');
  });

  it('asks a meter of DSMR 4 for the scale of its voltage', async () => {
    const { values, access } = await read('4.2.2', 'PUBLIC');
    expect(values['INSTANTANEOUS_VOLTAGE_L1']).toEqual(['V', { floatValue: '4.2' }]);
    expect(values['AVERAGE_VOLTAGE_L1']).toEqual(['V', { floatValue: '42' }]);
    expect(access.reads.flat().filter((name) => name.endsWith('/3'))).toEqual(['3/1.0.32.7.0.255/3', '3/1.0.52.7.0.255/3', '3/1.0.72.7.0.255/3']);
  });

  it('keeps public and private values apart, and the other phases from a meter that has one', async () => {
    const names = async (profileType: 'PUBLIC' | 'PRIVATE', polyphase: boolean) =>
      Object.keys((await read('5.1', profileType, polyphase)).values).filter((name) => /CURRENT|VOLTAGE_L/.test(name));
    expect(await names('PUBLIC', true)).toEqual(
      [1, 2, 3].map((n) => `INSTANTANEOUS_VOLTAGE_L${n}`).concat([1, 2, 3].map((n) => `AVERAGE_VOLTAGE_L${n}`)),
    );
    expect(await names('PUBLIC', false)).toEqual(['INSTANTANEOUS_VOLTAGE_L1', 'AVERAGE_VOLTAGE_L1']);
    expect(await names('PRIVATE', false)).toEqual([
      'INSTANTANEOUS_CURRENT_L1',
      'INSTANTANEOUS_ACTIVE_CURRENT_TOTAL_OVER_ALL_PHASES',
      'AVERAGE_CURRENT_L1',
    ]);
  });

  it.each(ALL_SETTINGS.map(({ protocolVersion }) => protocolVersion))('is for %s', async (version) => {
    expect(Object.keys((await read(version, 'PRIVATE')).values).length).toBeGreaterThan(1);
  });

  it('fails when a value cannot be read', async () => {
    const access = new ScriptedAccess({ [CLOCK]: stamp('2026-11-23T08:00:00Z') });
    await expect(getActualPowerQuality({ profileType: 'PUBLIC' }, contextOf(settingsOf('5.1')))(access)).rejects.toMatchObject({ code: 412 });
  });
});

describe('GetPowerQualityProfile', () => {
  const POWER = column(3, '1.0.21.4.0.255');
  const REACTIVE = column(3, '1.0.23.4.0.255');
  const VOLTAGE = column(3, '1.0.32.24.0.255');
  const SIGNAL = column(47, '0.1.25.6.0.255', 6, 3);
  const FOREIGN = column(1, '0.0.96.1.0.255');
  const profile = (obis: string, columns: readonly CaptureObject[], ...rows: Data[]): Script => ({
    [`7/${obis}/3`]: d.array(...columns.map(captureObjectData)),
    [`7/${obis}/2`]: d.array(...rows),
  });
  const nothing = { ...profile('0.1.94.31.6.255', [clock]), ...profile('1.0.99.1.1.255', [clock]), ...profile('1.0.99.1.2.255', [clock]) };

  const read = (
    profileType: 'PUBLIC' | 'PRIVATE',
    script: Script,
    { selectedValues, selective = true }: { selectedValues?: readonly ObjectDefinition[]; selective?: boolean } = {},
  ) => {
    const access = new ScriptedAccess({ ...nothing, ...script });
    const settings = { ...settingsOf('5.1'), selectiveAccessSupported: selective };
    const data = { profileType, ...period, ...(selectedValues === undefined ? {} : { selectedValues }) };
    return { access, outcome: getPowerQualityProfile(data, contextOf(settings))(access) };
  };
  const selected = ({ classId, obis, attribute, dataIndex }: CaptureObject): ObjectDefinition => ({
    classId,
    logicalName: obis,
    attributeIndex: attribute,
    dataIndex,
  });

  it('reads the columns of the type, in the unit of each', async () => {
    const rows = [
      row(stamp('2026-11-23T07:00:00Z'), d.u16(17), d.u16(4)),
      row(d.nul, d.nul, d.u16(5)),
      row(stamp('2026-11-23T09:00:00Z'), d.u16(1), d.u16(1)),
    ];
    const { access, outcome } = read('PRIVATE', profile('1.0.99.1.1.255', [clock, POWER, REACTIVE], ...rows));
    const { response, facts } = await outcome;
    expect(response).toMatchObject({
      powerQualityProfileDatas: [
        {
          logicalName: '1.0.99.1.1.255',
          profileType: 'PRIVATE',
          captureObjects: [
            { classId: 8, logicalName: '0.0.1.0.0.255', attributeIndex: 2, dataIndex: 0, unit: 'UNDEFINED' },
            { classId: 3, logicalName: '1.0.21.4.0.255', attributeIndex: 2, dataIndex: 0, unit: 'W' },
            { logicalName: '1.0.23.4.0.255', unit: 'VAR' },
          ],
          profileEntries: [
            [{ dateValue: '2026-11-23T08:00:00+01:00' }, { floatValue: '17' }, { floatValue: '4' }],
            [{ dateValue: '2026-11-23T08:15:00+01:00' }, null, { floatValue: '5' }],
          ],
        },
        { logicalName: '1.0.99.1.2.255', profileEntries: [] },
      ],
    });
    expect(facts[0]).toEqual({
      type: 'PowerQualityCollected',
      occurredAt: Date.parse('2026-11-23T07:15:00Z'),
      data: {
        profileType: 'PRIVATE',
        profile: '1.0.99.1.1.255',
        columns: expect.any(Array),
        rows: [
          ['2026-11-23T08:00:00+01:00', '17', '4'],
          ['2026-11-23T08:15:00+01:00', null, '5'],
        ],
      },
    });
    // No column is left out: the meter is asked for whole rows.
    expect(access.readRefs.find(({ obis, attribute }) => obis === '1.0.99.1.1.255' && attribute === 2)?.access).toMatchObject({
      kind: 'range',
      columns: [],
    });
  });

  it.each([true, false])('leaves out what is of the other type, or none (selective access: %s)', async (selective) => {
    const [time, ...cells] = [stamp('2026-11-23T07:30:00Z'), d.u16(2301), d.u16(5), d.octets('00')];
    const whole = row(time ?? d.nul, ...cells);
    const chosen = row(time ?? d.nul, d.u16(2301));
    const { access, outcome } = read('PUBLIC', profile('1.0.99.1.2.255', [clock, VOLTAGE, POWER, FOREIGN], selective ? chosen : whole), {
      selective,
    });
    expect((await outcome).response).toMatchObject({
      powerQualityProfileDatas: [{}, { captureObjects: [{}, { unit: 'V' }], profileEntries: [[{}, { floatValue: '230.1' }]] }],
    });
    const asked = access.readRefs.find(({ obis, attribute }) => obis === '1.0.99.1.2.255' && attribute === 2)?.access;
    expect(asked).toMatchObject({ columns: selective ? [clock, VOLTAGE] : [] });
  });

  it('takes whole rows from a meter that takes no notice of a selection', async () => {
    const whole = row(stamp('2026-11-23T07:30:00Z'), d.u16(5), d.u16(2301));
    const { outcome } = read('PUBLIC', profile('1.0.99.1.2.255', [clock, POWER, VOLTAGE], whole));
    expect((await outcome).response).toMatchObject({ powerQualityProfileDatas: [{}, { profileEntries: [[{}, { floatValue: '230.1' }]] }] });
  });

  it('names the quality of a signal', async () => {
    const columns = [clock, SIGNAL, column(47, '0.1.25.6.0.255', 6, 4)];
    const { outcome } = read('PUBLIC', profile('0.1.94.31.6.255', columns, row(stamp('2026-11-23T07:30:00Z'), d.u8(13), d.u8(6))));
    expect((await outcome).response).toMatchObject({
      powerQualityProfileDatas: [{ profileEntries: [[{}, { stringValue: 'MINUS_87_DBM' }, { longValue: 6 }]] }, {}],
    });
  });

  it('reads only what is selected', async () => {
    const chosen = row(stamp('2026-11-23T07:30:00Z'), d.u16(4));
    const { outcome } = read('PRIVATE', profile('1.0.99.1.1.255', [clock, POWER, REACTIVE], chosen), { selectedValues: [selected(REACTIVE)] });
    expect((await outcome).response).toMatchObject({
      powerQualityProfileDatas: [{ captureObjects: [{}, { logicalName: '1.0.23.4.0.255' }], profileEntries: [[{}, { floatValue: '4' }]] }, {}],
    });
  });

  it.each([d.nul, d.array(d.u8(1)), d.array(d.structure(d.nul))])('fails on rows of another shape: %#', async (buffer) => {
    const script = { ...profile('1.0.99.1.1.255', [clock, POWER, REACTIVE]), '7/1.0.99.1.1.255/2': buffer };
    await expect(read('PRIVATE', script).outcome).rejects.toMatchObject({ code: 412 });
  });

  it('is not for DSMR 2.2', () => {
    expect(() => getPowerQualityProfile({ profileType: 'PUBLIC', ...period }, contextOf(settingsOf('2.2')))).toThrow(
      expect.objectContaining({ code: 416 }),
    );
  });
});

describe('GetProfileGenericData', () => {
  const energy = column(3, '1.0.1.8.0.255');
  const script = {
    '7/1.0.99.1.0.255/3': d.array(captureObjectData(clock), captureObjectData(energy)),
    '7/1.0.99.1.0.255/2': d.array(row(stamp('2026-11-23T07:15:00Z'), d.u32(10_001))),
  };

  it.each(ALL_SETTINGS.map(({ protocolVersion }) => protocolVersion))('reads a profile of %s by its name, energy in kWh', async (version) => {
    const { response, facts } = await getProfileGenericData(
      { obisCode: '1.0.99.1.0.255', ...period },
      contextOf(settingsOf(version)),
    )(new ScriptedAccess(script));
    expect(response).toMatchObject({
      logicalName: '1.0.99.1.0.255',
      captureObjects: [{}, { logicalName: '1.0.1.8.0.255', unit: 'KWH' }],
      profileEntries: [[{ dateValue: '2026-11-23T08:15:00+01:00' }, { floatValue: '10.001' }]],
    });
    expect(facts).toMatchObject([
      { type: 'ProfileRowsCollected', data: { profile: '1.0.99.1.0.255', rows: [['2026-11-23T08:15:00+01:00', '10.001']] } },
    ]);
  });

  it('knows no profile of another name', () => {
    expect(() => getProfileGenericData({ obisCode: '1.0.1.8.0.255', ...period }, contextOf(settingsOf('5.1')))).toThrow(
      expect.objectContaining({ code: 416 }),
    );
  });
});
