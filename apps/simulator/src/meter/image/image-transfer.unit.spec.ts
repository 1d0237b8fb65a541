import { describe, expect, it } from '@jest/globals';

import { d, type Data } from '#dlms';

import { MeterBench } from '../../testing/meter-bench.js';

const tag = 'IMAGE_TRANSFER';
const blockSize = 216;

const initiate = (name: string, size: number): Data => d.structure(d.octets(Buffer.from(name, 'latin1')), d.u32(size));
const block = (number: number, length = blockSize): Data => d.structure(d.u32(number), d.octets(Buffer.alloc(length, number)));

function withImage(name: string, size = 500, loss = 0): MeterBench {
  const bench = new MeterBench('SMR5.1');
  bench.meter.settings.imageBlockLoss = loss;
  expect(bench.act(tag, 1, initiate(name, size))).toBe(0);
  return bench;
}

function sendAll(bench: MeterBench, size = 500): void {
  for (let number = 0; number * blockSize < size; number++) {
    expect(bench.act(tag, 2, block(number, Math.min(blockSize, size - number * blockSize)))).toBe(0);
  }
}

const status = (bench: MeterBench): Data => bench.get(tag, 6);

describe('image transfer', () => {
  it('takes blocks in any order and tells which are missing', () => {
    const bench = withImage('NEW-1');
    expect([bench.get(tag), bench.get(tag, 4), status(bench)]).toEqual([d.u32(216), d.u32(0), d.enumeration(1)]);
    expect([bench.act(tag, 2, block(2, 68)), bench.act(tag, 2, block(0))]).toEqual([0, 0]);
    expect([bench.get(tag, 3), bench.get(tag, 4)]).toEqual([d.bits('101'), d.u32(1)]);
    expect([bench.act(tag, 2, block(1, 100)), bench.act(tag, 2, block(3))]).toEqual([250, 250]);
    expect(bench.act(tag, 3, d.i8(0))).toBe(250);
  });

  it('verifies and activates after a while, answers "not yet" meanwhile, and calls itself as the image did', () => {
    const bench = withImage('NEW-1');
    sendAll(bench);
    expect([bench.act(tag, 4, d.i8(0)), bench.act(tag, 3, d.i8(0)), status(bench)]).toEqual([250, 2, d.enumeration(2)]);
    bench.pass(19_999);
    expect([bench.act(tag, 3, d.i8(0)), status(bench)]).toEqual([2, d.enumeration(2)]);
    bench.pass(1);
    expect([status(bench), bench.codes('STANDARD_EVENT_LOG').at(-1)]).toEqual([d.enumeration(3), 17]);
    expect(bench.get(tag, 7)).toEqual(d.array(d.structure(d.u32(500), d.octets(Buffer.from('NEW-1')), d.octets(''))));
    expect([bench.act(tag, 4, d.i8(0)), status(bench)]).toEqual([2, d.enumeration(5)]);
    bench.pass(20_000);
    expect([status(bench), bench.codes('STANDARD_EVENT_LOG').at(-1)]).toEqual([d.enumeration(6), 18]);
    expect(bench.get('ACTIVE_FIRMWARE_IDENTIFIER')).toEqual(d.octets(Buffer.from('NEW-1')));
  });

  it('loses blocks although it says yes; sent again they come', () => {
    const size = 200 * blockSize;
    const bench = withImage('NEW-2', size, 0.2);
    sendAll(bench, size);
    let again = 0;
    for (let missing = bench.get(tag, 4); missing.type === 'double-long-unsigned' && missing.value < 200; missing = bench.get(tag, 4)) {
      bench.act(tag, 2, block(missing.value));
      again++;
    }
    expect(again).toBeGreaterThan(20);
    expect(bench.act(tag, 3, d.i8(0))).toBe(2);
  });

  it('does not verify an image that is called corrupt', () => {
    const bench = withImage('NEW.corrupt');
    sendAll(bench);
    bench.act(tag, 3, d.i8(0));
    bench.pass(20_000);
    expect([status(bench), bench.act(tag, 4, d.i8(0))]).toEqual([d.enumeration(4), 250]);
  });

  it('activates an image for an M-Bus device without verification', () => {
    const bench = withImage('LGBMBUS0123');
    sendAll(bench);
    expect([bench.act(tag, 4, d.i8(0)), status(bench)]).toEqual([2, d.enumeration(5)]);
    bench.pass(20_000);
    expect([status(bench), bench.get('ACTIVE_FIRMWARE_IDENTIFIER')]).toEqual([d.enumeration(6), d.octets(Buffer.from('M57 4836'))]);
  });

  it('begins only when it is enabled', () => {
    const bench = new MeterBench('DSMR4.2.2');
    expect(bench.set(tag, d.bool(false), 5)).toBe(0);
    expect(bench.act(tag, 1, initiate('X', 10))).toBe(250);
    expect([bench.act(tag, 1, d.u8(1)), bench.act(tag, 2, d.u8(1))]).toEqual([12, 12]);
  });
});
