import { describe, expect, it } from '@jest/globals';
import type { Apdu } from '../apdu/apdu.js';
import { encodeGetResults } from '../apdu/block-contents.js';
import { d } from '../axdr/constructors.js';
import { encodeData } from '../axdr/encode-data.js';
import { hex, toHex } from '../testing/hex.js';
import { associated, conformanceForTests, hls5Options, Peer, sent } from '../testing/peer.js';
import { DlmsClient } from './client.js';

const CLOCK = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const SERIAL = { classId: 1, obis: '0.0.96.1.0.255', attribute: 2 };
const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });

describe('blocks from the server', () => {
  const rows = encodeData(d.array(d.structure(d.u32(1), d.text('first')), d.structure(d.u32(2), d.text('second'))));
  const block = (number: number, last: boolean, bytes: Uint8Array): Apdu => ({
    kind: 'get-response-block',
    invoke: 0xc1,
    last,
    number,
    content: { ok: true, bytes },
  });

  it('are asked for one by one and put together wherever they are cut', () => {
    for (let cut = 0; cut <= rows.length; cut += 1) {
      const { client, peer } = associated();
      client.get([CLOCK]);
      const first = client.receive(peer.reply(block(1, false, rows.subarray(0, cut))));
      expect(peer.request(sent(first))).toEqual({ kind: 'get-request-next', invoke: 0xc1, blockNumber: 1 });
      const last = client.receive(peer.reply(block(2, true, rows.subarray(cut))));
      expect(last[1]).toMatchObject({ kind: 'get', results: [{ ok: true, data: { type: 'array' } }] });
    }
  });

  it('carry lists too', () => {
    const { client, peer } = associated();
    client.get([SERIAL, CLOCK]);
    const results = [{ ok: true, data: d.u8(1) } as const, { ok: false, result: 2 } as const];
    const events = client.receive(peer.reply(block(1, true, encodeGetResults(results))));
    expect(events[1]).toEqual({ kind: 'get', results });
  });

  it('may end in an error', () => {
    const { client, peer } = associated();
    client.get([CLOCK]);
    client.receive(peer.reply(block(1, false, rows)));
    const failed: Apdu = { kind: 'get-response-block', invoke: 0xc1, last: true, number: 2, content: { ok: false, result: 15 } };
    expect(client.receive(peer.reply(failed))).toEqual([{ kind: 'get', results: [{ ok: false, result: 15 }] }]);
  });

  it.each([0, 1, 3])('out of order end the association: block %i after block 1', (number) => {
    const { client, peer } = associated();
    client.get([CLOCK]);
    client.receive(peer.reply(block(1, false, rows)));
    expect(() => client.receive(peer.reply(block(number, false, rows)))).toThrow(code('BLOCK_NUMBER'));
  });

  it('must stay within the limit', () => {
    const { client, peer } = associated(hls5Options({}, { maxValueSize: 100 }));
    client.get([CLOCK]);
    client.receive(peer.reply(block(1, false, Buffer.alloc(60))));
    expect(() => client.receive(peer.reply(block(2, false, Buffer.alloc(60))))).toThrow(code('LIMIT'));
  });

  it('carry what a method returned', () => {
    const { client, peer } = associated();
    client.action({ classId: 64, obis: '0.0.43.0.0.255', method: 5 });
    const outcome = Buffer.concat([hex('0001 00'), encodeData(d.octets(Buffer.alloc(30, 7)))]);
    const first: Apdu = { kind: 'action-response-block', invoke: 0xc1, block: { last: false, number: 1, bytes: outcome.subarray(0, 9) } };
    expect(peer.request(sent(client.receive(peer.reply(first))))).toEqual({ kind: 'action-request-next', invoke: 0xc1, blockNumber: 1 });
    const last: Apdu = { kind: 'action-response-block', invoke: 0xc1, block: { last: true, number: 2, bytes: outcome.subarray(9) } };
    expect(client.receive(peer.reply(last))[1]).toEqual({ kind: 'action', result: 0, data: d.octets(Buffer.alloc(30, 7)) });
  });
});

describe('blocks to a server that takes 128 octets', () => {
  const value = d.octets(Buffer.from(Array.from({ length: 400 }, (_, at) => at & 0xff)));

  /** Acknowledges blocks until the last and gives what they held. */
  function collect(client: DlmsClient, peer: Peer, first: Uint8Array, acknowledge: (number: number) => Apdu): Buffer {
    const pieces: Uint8Array[] = [];
    for (let bytes = first; ;) {
      expect(bytes.length - 8).toBeLessThanOrEqual(128);
      const request = peer.request(bytes);
      if (!('block' in request)) throw new Error(`${request.kind} holds no block`);
      expect(request.block.number).toBe(pieces.length + 1);
      pieces.push(request.block.bytes);
      if (request.block.last) return Buffer.concat(pieces);
      bytes = sent(client.receive(peer.reply(acknowledge(request.block.number))));
    }
  }

  it('carry the value of a SET', () => {
    const { client, peer } = associated(hls5Options(), 128);
    const whole = collect(client, peer, client.set(SERIAL, value), (number) => ({ kind: 'set-response-block', invoke: 0xc1, number }));
    expect(toHex(whole)).toBe(toHex(encodeData(value)));
    expect(client.receive(peer.reply({ kind: 'set-response-last-block', invoke: 0xc1, result: 0, number: 5 }))).toEqual([
      { kind: 'set', result: 0, results: [0] },
    ]);
  });

  it('carry the values of a list', () => {
    const { client, peer } = associated(hls5Options(), 128);
    const first = client.setList([
      { attribute: SERIAL, data: value },
      { attribute: CLOCK, data: d.u8(1) },
    ]);
    const whole = collect(client, peer, first, (number) => ({ kind: 'set-response-block', invoke: 0xc1, number }));
    expect(toHex(whole)).toBe(`02${toHex(encodeData(value))}1101`);
    const answer: Apdu = { kind: 'set-response-last-block-list', invoke: 0xc1, results: [0, 3], number: 5 };
    expect(client.receive(peer.reply(answer))).toEqual([{ kind: 'set', result: 3, results: [0, 3] }]);
  });

  it('carry the parameter of a method, in general ciphering too', () => {
    const conformance = conformanceForTests | 0x400000;
    const { client, peer } = associated(hls5Options({}, { conformance }), 128, conformance);
    const first = client.action({ classId: 18, obis: '0.0.44.0.0.255', method: 2 }, value);
    const whole = collect(client, peer, first, (blockNumber) => ({ kind: 'action-response-next', invoke: 0xc1, blockNumber }));
    expect(toHex(whole)).toBe(toHex(encodeData(value)));
    expect(client.receive(peer.reply({ kind: 'action-response', invoke: 0xc1, outcome: { result: 0 } }))).toEqual([{ kind: 'action', result: 0 }]);
  });

  it('are not sent when the server takes none', () => {
    const { client } = associated(hls5Options(), 128, conformanceForTests & ~0x001c00);
    expect(() => client.set(SERIAL, value)).toThrow(code('PDU_TOO_LONG'));
    expect(() => client.action({ classId: 18, obis: '0.0.44.0.0.255', method: 2 }, value)).toThrow(code('PDU_TOO_LONG'));
    expect(client.ready).toBe(true);
  });

  it('end when the wrong one is acknowledged', () => {
    const { client, peer } = associated(hls5Options(), 128);
    client.set(SERIAL, value);
    expect(() => client.receive(peer.reply({ kind: 'set-response-block', invoke: 0xc1, number: 2 }))).toThrow(code('BLOCK_NUMBER'));
  });

  it('do not make room for a GET that is too long', () => {
    const { client } = associated(hls5Options(), 128);
    expect(() => client.get(Array.from({ length: 20 }, () => CLOCK))).toThrow(code('PDU_TOO_LONG'));
  });
});
