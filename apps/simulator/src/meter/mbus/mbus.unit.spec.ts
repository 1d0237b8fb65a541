import { createCipheriv } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { d, type Data } from '#dlms';

import { MeterBench } from '../../testing/meter-bench.js';

const hour = 3_600_000;
const setup = 'MBUS_CLIENT_SETUP_CHANNEL_1';
const newKey = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

function numbers(bench: MeterBench, tag: string, attributes: readonly number[]): number[] {
  return attributes.map((attribute) => {
    const data = bench.get(tag, attribute);
    return 'value' in data ? Number(data.value) : Number.NaN;
  });
}

function values(buffer: Data): number[] {
  return (buffer.type === 'array' ? buffer.value : []).map((row) => {
    const cell = row.type === 'structure' ? row.value[2] : undefined;
    return cell !== undefined && 'value' in cell ? Number(cell.value) : Number.NaN;
  });
}

/** A key as head-ends send it to a device of SMR 5. */
function gcmWrapped(bench: MeterBench, keyId: number, key: Buffer, defaultKey: Buffer): Buffer {
  const counter = Buffer.from('2f0a1b2c', 'hex');
  const [number = 0, manufacturer = 0] = numbers(bench, setup, [6, 7]);
  const iv = Buffer.alloc(12);
  iv.writeUInt32LE(Number.parseInt(String(number), 16), 0);
  iv.writeUInt16LE(manufacturer, 4);
  iv.set([0x50, 0x03, ...counter], 6);
  const cipher = createCipheriv('aes-128-gcm', defaultKey, iv, { authTagLength: 8 });
  const content = Buffer.concat([cipher.update(Buffer.concat([Buffer.from([keyId, 16]), key])), cipher.final()]);
  return Buffer.concat([counter, content, cipher.getAuthTag()]);
}

function cbcWrapped(key: Buffer, defaultKey: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-cbc', defaultKey, Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

describe('an M-Bus channel', () => {
  it.each([
    ['DSMR4.2.2', 0x12049260],
    ['SMR5.1', 12_049_260],
  ])('names its device as the version of the set-up object wants it (%s)', (profile, number) => {
    expect(numbers(new MeterBench(profile), setup, [5, 6, 7, 8, 9, 14])).toEqual([9, number, 12_514, 66, 3, 4]);
  });

  it('holds other kinds of devices on the channels chosen, and none on the others', () => {
    const bench = new MeterBench('SMR5.5', { mbus: ['gas', undefined, 'water'], index: 4 });
    const types = [1, 2, 3, 4].map((channel) => numbers(bench, `MBUS_CLIENT_SETUP_CHANNEL_${channel}`, [6, 9]));
    expect(types).toEqual([
      [12_049_264, 3],
      [0, 0],
      [52_049_264, 7],
      [0, 0],
    ]);
  });

  it('shows a value that grows with the clock and agrees with its hourly, daily and monthly rows', () => {
    const bench = new MeterBench('SMR5.1');
    const [first = 0] = numbers(bench, 'MBUS_MASTER_VALUE_CHANNEL_1', [2]);
    expect(values(bench.get('HOURLY_VALUES_G_CHANNEL_1')).at(-1)).toBe(first);
    bench.pass(5 * hour);
    expect(numbers(bench, 'MBUS_MASTER_VALUE_CHANNEL_1', [2])).toEqual([first + 5]);
    expect(values(bench.get('HOURLY_VALUES_G_CHANNEL_1')).slice(-6, -4)).toEqual([first, first + 1]);
    const daily = values(bench.get('DAILY_VALUES_G_CHANNEL_1'));
    expect((daily.at(-1) ?? 0) - (daily.at(-2) ?? 0)).toBe(24);
    const monthly = values(bench.get('MONTHLY_VALUES_G_CHANNEL_1'));
    expect((monthly.at(-1) ?? 0) - (monthly.at(-2) ?? 0)).toBe(31 * 24 + 1);
  });

  it('is empty without a device: no value, no time, no rows', () => {
    const bench = new MeterBench('SMR5.1');
    expect(bench.get('MBUS_MASTER_VALUE_CHANNEL_2')).toEqual(d.u32(0));
    expect(bench.get('MBUS_MASTER_VALUE_CHANNEL_2', 5)).toEqual(d.octets('ffffffffffffffffff8000ff'));
    expect(bench.get('HOURLY_VALUES_G_CHANNEL_2')).toEqual(d.array());
  });

  it('loses its device by deinstallation and writing, and gets it back by installation, with an event and an alarm', () => {
    const bench = new MeterBench('SMR5.1');
    bench.set('ALARM_REGISTER_1', d.u32(0));
    expect(bench.act(setup, 2, d.i8(0))).toBe(0);
    expect(numbers(bench, setup, [5, 13, 14])).toEqual([0, 99, 0]);
    expect([bench.set(setup, d.u32(0), 6), bench.set(setup, d.u16(0), 7), bench.set(setup, d.u8(0), 9)]).toEqual([0, 0, 0]);
    expect(bench.get('HOURLY_VALUES_G_CHANNEL_1')).toEqual(d.array());
    expect(bench.act(setup, 1, d.u8(5))).toBe(0);
    expect(numbers(bench, setup, [5, 6, 9])).toEqual([5, 12_049_260, 3]);
    expect(bench.codes('M_BUS_EVENT_LOG').at(-1)).toBe(105);
    expect(bench.get('ALARM_REGISTER_1')).toEqual(d.u32(2 ** 24));
    expect(bench.act('MBUS_CLIENT_SETUP_CHANNEL_2', 1, d.u8(0))).toBe(2);
  });

  it('clears the bits of its status that are written', () => {
    const bench = new MeterBench('SMR5.2');
    const { meter } = bench;
    meter.values.override(4, '0.1.24.2.6.255', 2, d.u32(0b1101));
    expect(bench.set('CLEAR_MBUS_STATUS_CHANNEL_1', d.u32(0b0101))).toBe(0);
    expect(bench.get('READ_MBUS_STATUS_CHANNEL_1')).toEqual(d.u32(0b1000));
  });
});

describe('keys of an M-Bus device', () => {
  it.each(['DSMR4.2.2', 'SMR5.1'])('are in use a while after both ends have the same one (%s)', (profile) => {
    const bench = new MeterBench(profile);
    const channel = bench.meter.channels.at(1);
    const { defaultKey } = channel.keys;
    const wrapped = profile === 'SMR5.1' ? gcmWrapped(bench, 0, newKey, defaultKey) : cbcWrapped(newKey, defaultKey);
    const status = (): number[] => numbers(bench, setup, [14]);
    expect(bench.act(setup, 8, d.octets(wrapped))).toBe(0);
    expect(status()).toEqual([2]);
    expect(bench.act(setup, 7, d.octets(newKey))).toBe(0);
    expect(status()).toEqual([3]);
    bench.pass(29_000);
    expect(status()).toEqual([3]);
    bench.pass(1_000);
    expect(status()).toEqual([4]);
    expect(channel.keys.userKey).toEqual(newKey);
  });

  it('are refused by the device when they are encrypted under another key, which the auxiliary log tells', () => {
    const bench = new MeterBench('SMR5.1');
    expect(bench.act(setup, 8, d.octets(gcmWrapped(bench, 0, newKey, Buffer.alloc(16, 1))))).toBe(0);
    expect(bench.act(setup, 7, d.octets(newKey))).toBe(0);
    expect(bench.codes('AUXILIARY_EVENT_LOG').slice(-2)).toEqual([0x80a0, 0x8092]);
    bench.pass(hour);
    expect(numbers(bench, setup, [14])).toEqual([3]);
  });

  it.each([
    [1, 'firmwareUpdateAuthenticationKey'],
    [2, 'opticalPortKey'],
  ] as const)('other than the user key come as data (key id %s)', (keyId, name) => {
    const bench = new MeterBench('SMR5.1');
    const channel = bench.meter.channels.at(1);
    const wrapped = gcmWrapped(bench, keyId, newKey, channel.keys.defaultKey);
    expect(bench.act(setup, 6, d.array(d.structure(d.octets('0d'), d.octets('fd19'), d.octets(wrapped))))).toBe(0);
    expect(channel.keys[name]).toEqual(newKey);
    expect(bench.codes('AUXILIARY_EVENT_LOG').at(-1)).toBe(0x80a1);
  });
});
