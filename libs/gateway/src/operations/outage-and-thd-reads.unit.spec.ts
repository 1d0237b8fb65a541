import { describe, expect, it } from '@jest/globals';
import { d, type Data } from '#dlms';
import { ALL_SETTINGS, settingsOf } from '../testing/all-settings.js';
import { contextOf, stamp } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { getOutages } from './get-outages.js';
import { getThdFingerprint } from './get-thd-fingerprint.js';

describe('GetThdFingerprint', () => {
  const phase = (index: number): Script => ({
    [`3/1.0.${31 + 20 * index}.7.124.255/2`]: d.u16(317 + index),
    [`1/0.1.94.31.${24 + index}.255/2`]: d.array(d.u16(101 + index), d.u16(102)),
    [`3/1.0.${31 + 20 * index}.36.124.255/2`]: d.u16(index),
  });
  const script = { ...phase(0), ...phase(1), ...phase(2) };
  const L1 = { thdInstantaneousCurrentL1: 317, thdInstantaneousCurrentFingerprintL1: [101, 102], thdCurrentOverLimitCounterL1: 0 };

  it.each(['5.2', '5.5'])('reads three phases of a polyphase %s meter', async (version) => {
    const { response, facts } = await getThdFingerprint(null, contextOf(settingsOf(version)))(new ScriptedAccess(script));
    expect(response).toEqual({
      thdFingerprint: {
        ...L1,
        thdInstantaneousCurrentL2: 318,
        thdInstantaneousCurrentFingerprintL2: [102, 102],
        thdCurrentOverLimitCounterL2: 1,
        thdInstantaneousCurrentL3: 319,
        thdInstantaneousCurrentFingerprintL3: [103, 102],
        thdCurrentOverLimitCounterL3: 2,
      },
    });
    const recorded = [0, 1, 2].map((index) => ({ current: 317 + index, fingerprint: [101 + index, 102], overLimitCounter: index }));
    expect(facts).toMatchObject([{ type: 'ThdFingerprintCollected', data: { phases: recorded } }]);
  });

  it('reads one phase of a single phase meter', async () => {
    const access = new ScriptedAccess(script);
    const { response } = await getThdFingerprint(null, contextOf({ ...settingsOf('5.2'), polyphase: false }))(access);
    expect(response).toEqual({ thdFingerprint: L1 });
    expect(access.reads.flat()).toHaveLength(3);
  });

  it('fails on another type', async () => {
    const access = new ScriptedAccess({ ...script, '1/0.1.94.31.25.255/2': d.array(d.u8(1)) });
    await expect(getThdFingerprint(null, contextOf(settingsOf('5.2')))(access)).rejects.toMatchObject({ code: 412 });
  });

  it.each(['2.2', '4.2.2', '4.3', '5.0.0', '5.1'])('is not for %s', (version) => {
    expect(() => getThdFingerprint(null, contextOf(settingsOf(version)))).toThrow(expect.objectContaining({ code: 416 }));
  });
});

describe('GetOutages', () => {
  const read = (version: string, buffer: Data) =>
    getOutages(null, contextOf(settingsOf(version)))(new ScriptedAccess({ '7/1.0.99.97.0.255/2': buffer }));
  const row = (time: string, seconds: number) => d.structure(stamp(time), d.u32(seconds));

  it.each(ALL_SETTINGS.map(({ protocolVersion }) => protocolVersion))('reads end and duration of each outage of %s', async (version) => {
    const { response, facts } = await read(version, d.array(row('2026-11-01T00:00:00Z', 180), row('2026-11-02T00:00:00Z', 360)));
    const outages = [
      { endTime: '2026-11-01T01:00:00+01:00', duration: 180 },
      { endTime: '2026-11-02T01:00:00+01:00', duration: 360 },
    ];
    expect(response).toEqual({ outages });
    expect(facts).toEqual([{ type: 'OutagesCollected', data: { outages }, occurredAt: Date.parse('2026-11-02T00:00:00Z') }]);
  });

  it('records that there was none', async () => {
    const { facts } = await read('5.1', d.array());
    expect(facts).toEqual([{ type: 'OutagesCollected', data: { outages: [] }, occurredAt: Date.parse('2026-11-23T08:00:00Z') }]);
  });

  it.each([d.nul, d.array(d.structure(d.nul, d.u32(1))), d.array(d.structure(stamp('2026-11-01T00:00:00Z'))), d.array(d.u8(1))])(
    'fails on what is no log: %#',
    async (buffer) => {
      await expect(read('5.1', buffer)).rejects.toMatchObject({ code: 412 });
    },
  );
});
