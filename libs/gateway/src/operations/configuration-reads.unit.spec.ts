import { describe, expect, it } from '@jest/globals';
import { d } from '#dlms';
import { ALL_SETTINGS, settingsOf } from '../testing/all-settings.js';
import { contextOf } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { getAdministrativeStatus } from './get-administrative-status.js';
import { getConfigurationObject } from './get-configuration-object.js';
import { getFirmwareVersion } from './get-firmware-version.js';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const STATUS = '1/0.1.94.31.0.255/2';
const CONFIGURATION = '1/0.1.94.31.3.255/2';

describe('GetAdministrativeStatus', () => {
  const read = (version: string, script: Script) => getAdministrativeStatus(null, contextOf(settingsOf(version)))(new ScriptedAccess(script));

  it.each([
    [0, 'UNDEFINED'],
    [1, 'OFF'],
    [2, 'ON'],
  ] as const)('reads %i as %s', async (value, status) => {
    expect(await read('4.2.2', { [STATUS]: d.enumeration(value) })).toEqual({
      response: { enabled: status },
      facts: [{ type: 'AdministrativeStatusRead', data: { status }, occurredAt: NOW }],
    });
  });

  it.each([d.enumeration(3), d.u8(1), 3])('fails on %j', async (value) => {
    await expect(read('5.1', { [STATUS]: value })).rejects.toMatchObject({ code: 412 });
  });

  it('is not for DSMR 2.2', () => {
    expect(() => getAdministrativeStatus(null, contextOf(settingsOf('2.2')))).toThrow(expect.objectContaining({ code: 416 }));
  });
});

describe('GetConfigurationObject', () => {
  const read = (version: string, script: Script) => getConfigurationObject(null, contextOf(settingsOf(version)))(new ScriptedAccess(script));

  it('names mode and flags of DSMR 4.2.2', async () => {
    const { response, facts } = await read('4.2.2', { [CONFIGURATION]: d.structure(d.enumeration(2), d.bits('0101001000000001')) });
    expect(response).toMatchObject({ configurationObject: { gprsOperationMode: 'TRIGGERED' } });
    const flags = ['DISCOVER_ON_POWER_ON', 'PO_ENABLE', 'HLS_5_ON_P3_ENABLE'];
    expect(facts).toEqual([
      { type: 'ConfigurationObjectRead', data: { gprsOperationMode: 'TRIGGERED', flags, bits: '0101001000000001' }, occurredAt: NOW },
    ]);
  });

  it('names every flag of SMR 5, on or off, and no mode', async () => {
    const { response } = await read('5.1', { [CONFIGURATION]: d.bits('0001001000100000') });
    expect(response).toEqual({
      configurationObject: {
        configurationFlags: [
          { configurationFlagType: 'PO_ENABLE', enabled: true },
          { configurationFlagType: 'HLS_5_ON_P3_ENABLE', enabled: true },
          { configurationFlagType: 'HLS_5_ON_P0_ENABLE', enabled: false },
          { configurationFlagType: 'DIRECT_ATTACH_AT_POWER_ON', enabled: true },
          { configurationFlagType: 'HLS_6_ON_P3_ENABLE', enabled: false },
          { configurationFlagType: 'HLS_7_ON_P3_ENABLE', enabled: false },
          { configurationFlagType: 'HLS_6_ON_P0_ENABLE', enabled: false },
          { configurationFlagType: 'HLS_7_ON_P0_ENABLE', enabled: false },
        ],
      },
    });
  });

  it.each([
    ['4.2.2', d.bits('0001001000100000')],
    ['5.1', d.structure(d.enumeration(1), d.bits('0001001000100000'))],
    ['5.1', d.bits('00010010')],
  ])('fails on what %s does not have', async (version, value) => {
    await expect(read(version, { [CONFIGURATION]: value })).rejects.toMatchObject({ code: 412 });
  });

  it('is not for DSMR 2.2', () => {
    expect(() => getConfigurationObject(null, contextOf(settingsOf('2.2')))).toThrow(expect.objectContaining({ code: 416 }));
  });
});

describe('GetFirmwareVersion', () => {
  const text = (value: string) => d.octets(Buffer.from(value, 'latin1'));
  const script = {
    '1/1.0.0.2.0.255/2': text('M57 4836\u0000\u0000'),
    '1/1.1.0.2.0.255/2': text('BL_012'),
    '1/1.2.0.2.0.255/2': text('\u0001Telit 10'),
    '1/1.4.0.2.0.255/2': text('M00 0000'),
  };

  it.each(ALL_SETTINGS.map((settings) => [settings.protocolVersion, settings] as const))('reads the modules of %s', async (version, settings) => {
    const { response, facts } = await getFirmwareVersion(null, contextOf(settings))(new ScriptedAccess(script));
    const versions = [
      { version: 'M57 4836', firmwareModuleType: 'ACTIVE_FIRMWARE' },
      { version: 'BL_012', firmwareModuleType: 'MODULE_ACTIVE_FIRMWARE' },
      { version: 'Telit 10', firmwareModuleType: 'COMMUNICATION_MODULE_ACTIVE_FIRMWARE' },
      ...(version.startsWith('5.') ? [{ version: 'M00 0000', firmwareModuleType: 'M_BUS_DRIVER_ACTIVE_FIRMWARE' }] : []),
    ];
    expect(response).toEqual({ firmwareVersion: versions });
    expect(facts).toEqual([{ type: 'FirmwareVersionsRead', data: { versions }, occurredAt: NOW }]);
  });

  it('fails on what is no text', async () => {
    await expect(
      getFirmwareVersion(null, contextOf(settingsOf('2.2')))(new ScriptedAccess({ ...script, '1/1.1.0.2.0.255/2': d.u8(1) })),
    ).rejects.toMatchObject({ code: 412 });
  });
});
