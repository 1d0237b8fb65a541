import { describe, expect, it } from '@jest/globals';
import { d, type Data } from '#dlms';
import { ALL_SETTINGS, settingsOf } from '../testing/all-settings.js';
import { contextOf } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { getMbusEncryptionKeyStatusByChannel } from './get-mbus-encryption-key-status-by-channel.js';
import { scanMbusChannels } from './scan-mbus-channels.js';

function channel(number: number, values: readonly [identification: number, manufacturer: number, version: number, type: number]): Script {
  const [identification, manufacturer, version, type] = values;
  const setup = `72/0.${number}.24.1.0.255`;
  return {
    [`${setup}/6`]: d.u32(identification),
    [`${setup}/7`]: d.u16(manufacturer),
    [`${setup}/8`]: d.u8(version),
    [`${setup}/9`]: d.u8(type),
  };
}

const empty = [0, 0, 0, 0] as const;
const nothing = { identificationNumber: '00000000', manufacturerIdentification: '', versionIdentification: 0, deviceTypeIdentification: 0 };
const others = { ...channel(2, empty), ...channel(3, empty), ...channel(4, empty) };

describe('ScanMbusChannels', () => {
  const scan = (version: string, script: Script) => scanMbusChannels(null, contextOf(settingsOf(version)))(new ScriptedAccess(script));

  it.each(ALL_SETTINGS.map(({ protocolVersion }) => protocolVersion))('reads the short id of each channel of %s', async (version) => {
    // The same identification number, packed as BCD or plain.
    const identification = version.startsWith('5.') ? 12_056_731 : 0x12056731;
    const { response, facts } = await scan(version, { ...channel(1, [identification, 12_514, 66, 3]), ...others });
    const gas = {
      identificationNumber: '12056731',
      manufacturerIdentification: 'LGB',
      versionIdentification: 66,
      deviceTypeIdentification: 3,
    };
    expect(response).toEqual({
      channelShortId: [
        { channel: 1, shortId: gas },
        { channel: 2, shortId: nothing },
        { channel: 3, shortId: nothing },
        { channel: 4, shortId: nothing },
      ],
    });
    expect(facts).toMatchObject([{ type: 'MbusChannelsScanned', data: { channels: [{ channel: 1, ...gas }, { channel: 2, ...nothing }, {}, {}] } }]);
  });

  it('tells a number that is no identification as it stands', async () => {
    const { response } = await scan('4.2.2', { ...channel(1, [0xffffffff, 1, 66, 3]), ...others });
    expect(response).toMatchObject({
      channelShortId: [{ shortId: { identificationNumber: '4294967295', manufacturerIdentification: '1' } }, {}, {}, {}],
    });
  });

  it('fails when a channel cannot be read', async () => {
    await expect(scan('5.1', channel(1, empty))).rejects.toMatchObject({ code: 412 });
  });
});

describe('GetMbusEncryptionKeyStatusByChannel', () => {
  const read = (version: string, values: Parameters<typeof channel>[1], status: Data | number) =>
    getMbusEncryptionKeyStatusByChannel(
      { channel: 3 },
      contextOf(settingsOf(version)),
    )(new ScriptedAccess({ ...channel(3, values), '72/0.3.24.1.0.255/14': status }));
  const gas = [12_049_260, 12_514, 66, 3] as const;

  it.each([
    [0, 'NO_ENCRYPTION_KEY'],
    [1, 'ENCRYPTION_KEY_SET'],
    [2, 'ENCRYPTION_KEY_TRANSFERRED'],
    [3, 'ENCRYPTION_KEY_SET_AND_TRANSFERRED'],
    [4, 'ENCRYPTION_KEY_IN_USE'],
  ] as const)('reads %i as %s', async (value, status) => {
    const { response, facts } = await read('5.1', gas, d.enumeration(value));
    expect(response).toEqual({ encryptionKeyStatus: status });
    expect(facts).toMatchObject([{ type: 'MbusKeyStatusRead', data: { channel: 3, status } }]);
  });

  it.each([[[12_049_260, 0, 66, 3]], [[12_049_260, 12_514, 66, 0]]] as const)('knows no key of a channel without a device: %j', async (values) => {
    expect((await read('5.1', values, d.enumeration(4))).response).toEqual({ encryptionKeyStatus: 'NO_ENCRYPTION_KEY' });
  });

  it.each([d.enumeration(9), d.u8(1), 3])('fails on %j', async (status) => {
    await expect(read('4.2.2', gas, status)).rejects.toMatchObject({ code: 412 });
  });

  it('is not for DSMR 2.2', () => {
    expect(() => getMbusEncryptionKeyStatusByChannel({ channel: 1 }, contextOf(settingsOf('2.2')))).toThrow(expect.objectContaining({ code: 416 }));
  });
});
