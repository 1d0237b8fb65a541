import { describe, expect, it } from '@jest/globals';
import type { ConfigurationObject } from '#contract';
import { d, type Data } from '#dlms';
import { settingsOf } from '../testing/all-settings.js';
import { contextOf } from '../testing/fixtures.js';
import { ScriptedAccess } from '../testing/scripted-access.js';
import { setConfigurationObject } from './set-configuration-object.js';
import { setRandomisationSettings } from './set-randomisation-settings.js';

const CONFIGURATION = '1/0.1.94.31.3.255/2';
const RANDOMISATION = '1/0.1.94.31.12.255/2';
const dsmr = (mode: number, bits: string): Data => d.structure(d.enumeration(mode), d.bits(bits));

describe('SetConfigurationObject', () => {
  const prepared = (version: string, configurationObject: ConfigurationObject) =>
    setConfigurationObject({ configurationObject }, contextOf(settingsOf(version)));
  const change: ConfigurationObject = {
    configurationFlags: [
      { configurationFlagType: 'PO_ENABLE', enabled: false },
      { configurationFlagType: 'HLS_5_ON_P0_ENABLE', enabled: true },
    ],
  };

  it.each([
    ['5.1', change, d.bits('1001001000000001'), d.bits('1000001001000001'), {}],
    ['4.2.2', change, dsmr(2, '1001001000000001'), dsmr(2, '1000001001000001'), { gprsOperationMode: 'TRIGGERED' }],
    [
      '4.3',
      { gprsOperationMode: 'ALWAYS_ON' as const },
      dsmr(2, '0001001000000000'),
      dsmr(1, '0001001000000000'),
      { gprsOperationMode: 'ALWAYS_ON' },
    ],
  ])('overlays what a meter of %s holds, bits without a name too', async (version, wanted, before, after, mode) => {
    const access = new ScriptedAccess({ [CONFIGURATION]: before });
    const { facts } = await prepared(version, wanted).execute(access);
    expect(access.writes).toEqual([{ name: CONFIGURATION, data: after }]);
    expect(facts).toMatchObject([{ type: 'ConfigurationObjectSet', data: mode }]);
    expect(await prepared(version, wanted).verify(new ScriptedAccess({ [CONFIGURATION]: after }))).toMatchObject({ verdict: 'done' });
    expect(await prepared(version, wanted).verify(new ScriptedAccess({ [CONFIGURATION]: before }))).toEqual({ verdict: 'not done' });
  });

  it('records the flags that are on afterwards', async () => {
    const { facts } = await prepared('5.1', change).execute(new ScriptedAccess({ [CONFIGURATION]: d.bits('0001001000000000') }));
    expect(facts).toMatchObject([{ data: { flags: ['HLS_5_ON_P3_ENABLE', 'HLS_5_ON_P0_ENABLE'], bits: '0000001001000000' } }]);
  });

  it('ignores that a flag which the protocol does not know is to be off', async () => {
    const access = new ScriptedAccess({ [CONFIGURATION]: d.bits('0001001000000000') });
    await prepared('5.1', { configurationFlags: [{ configurationFlagType: 'DISCOVER_ON_POWER_ON', enabled: false }] }).execute(access);
    expect(access.writes).toEqual([{ name: CONFIGURATION, data: d.bits('0001001000000000') }]);
  });

  it.each([
    ['5.1', { configurationFlags: [{ configurationFlagType: 'DISCOVER_ON_POWER_ON' as const, enabled: true }] }],
    ['5.1', { gprsOperationMode: 'TRIGGERED' as const }],
    ['2.2', change],
  ])('refuses for %s what the protocol does not know: %j', (version, wanted) => {
    expect(() => prepared(version, wanted)).toThrow(expect.objectContaining({ code: 416 }));
  });
});

describe('SetRandomisationSettings', () => {
  const prepared = (version: string, directAttach: number) =>
    setRandomisationSettings(
      { directAttach, randomisationStartWindow: 600, multiplicationFactor: 2, numberOfRetries: 5 },
      contextOf(settingsOf(version)),
    );
  const direct = '0001001000100000';
  const spread = '0001001000000000';
  const values = d.structure(d.u32(600), d.u16(2), d.u16(5));

  it('attaches directly by a flag, and writes nothing else', async () => {
    const access = new ScriptedAccess({ [CONFIGURATION]: d.bits(spread) });
    const { facts } = await prepared('5.1', 1).execute(access);
    expect(access.writes).toEqual([{ name: CONFIGURATION, data: d.bits(direct) }]);
    expect(facts).toMatchObject([{ type: 'RandomisationSettingsSet', data: { directAttach: true } }]);
  });

  it('spreads attempts: the flag off, then the values', async () => {
    const access = new ScriptedAccess({ [CONFIGURATION]: d.bits(direct) });
    const { facts } = await prepared('5.1', 0).execute(access);
    expect(access.writes).toEqual([
      { name: CONFIGURATION, data: d.bits(spread) },
      { name: RANDOMISATION, data: values },
    ]);
    expect(facts).toMatchObject([{ data: { directAttach: false, randomisationStartWindow: 600, multiplicationFactor: 2, numberOfRetries: 5 } }]);
  });

  it('writes no flag that is as it should be', async () => {
    const access = new ScriptedAccess({ [CONFIGURATION]: dsmr(1, spread) });
    await prepared('4.2.2', 0).execute(access);
    expect(access.writes.map(({ name }) => name)).toEqual([RANDOMISATION]);
  });

  it.each([
    [0, spread, values, 'done'],
    [0, direct, values, 'not done'],
    [0, spread, d.structure(d.u32(1), d.u16(2), d.u16(5)), 'not done'],
    [1, direct, values, 'done'],
    [1, spread, values, 'not done'],
  ] as const)('reads back (direct attach %i, flags %s)', async (directAttach, bits, data, verdict) => {
    const access = new ScriptedAccess({ [CONFIGURATION]: d.bits(bits), [RANDOMISATION]: data });
    expect(await prepared('5.1', directAttach).verify(access)).toMatchObject({ verdict });
  });

  it.each([
    ['2.2', 0],
    ['4.2.2', 1],
  ])('is not for %s (direct attach %i)', (version, directAttach) => {
    expect(() => prepared(version, directAttach)).toThrow(expect.objectContaining({ code: 416 }));
  });
});
