import { describe, expect, it } from '@jest/globals';
import { d } from '../axdr/constructors.js';
import { hex, toHex } from '../testing/hex.js';
import { associated, conformanceForTests, hls5Options, wrap } from '../testing/peer.js';

const CLOCK = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const SERIAL = { classId: 1, obis: '0.0.96.1.0.255', attribute: 2 };
const code = (expected: string): ReturnType<typeof expect.objectContaining> => expect.objectContaining({ code: expected });

describe('requests', () => {
  it('reads a list in order', () => {
    const { client, peer } = associated();
    expect(toHex(peer.open(client.get([SERIAL, CLOCK])).apdu)).toBe('C003C10200010000600100FF020000080000010000FF0200');
    const results = [{ ok: true, data: d.text('E0001') } as const, { ok: false, result: 3 } as const];
    expect(client.receive(peer.reply({ kind: 'get-response-list', invoke: 0xc1, results }))).toEqual([{ kind: 'get', results }]);
  });

  it('refuses a list where the server takes none, and goes on', () => {
    const { client, peer } = associated(hls5Options(), 0x400, conformanceForTests & ~0x000200);
    expect(() => client.get([SERIAL, CLOCK])).toThrow(code('UNSUPPORTED'));
    expect(peer.request(client.get([CLOCK])).kind).toBe('get-request');
  });

  it('refuses a list of results that is not as long as the request', () => {
    const { client, peer } = associated();
    client.get([SERIAL, CLOCK]);
    expect(() => client.receive(peer.reply({ kind: 'get-response-list', invoke: 0xc1, results: [{ ok: false, result: 3 }] }))).toThrow(
      code('UNEXPECTED_APDU'),
    );
  });

  it('passes an exception response in clear on, and goes on', () => {
    const { client, peer } = associated();
    client.get([CLOCK]);
    expect(() => client.receive(wrap(hex('D80203')))).toThrow(
      expect.objectContaining({ code: 'EXCEPTION_RESPONSE', details: { stateError: 2, serviceError: 3 } }),
    );
    expect(peer.request(client.get([CLOCK])).kind).toBe('get-request');
  });

  it('passes a confirmed service error on, and goes on', () => {
    const { client, peer } = associated();
    client.get([CLOCK]);
    expect(() => client.receive(peer.reply({ kind: 'confirmed-service-error', service: 5, choice: 0, value: 1 }))).toThrow(
      code('CONFIRMED_SERVICE_ERROR'),
    );
    expect(client.ready).toBe(true);
  });

  it('tells what a method returned', () => {
    const { client, peer } = associated();
    const method = { classId: 70, obis: '0.0.96.3.10.255', method: 1 };
    expect(toHex(peer.open(client.action(method, d.i8(0))).apdu)).toBe('C301C1004600006003 0AFF01010F00'.replace(' ', ''));
    const outcome = { result: 0, returned: { ok: true, data: d.u8(1) } } as const;
    expect(client.receive(peer.reply({ kind: 'action-response', invoke: 0xc1, outcome }))).toEqual([{ kind: 'action', result: 0, data: d.u8(1) }]);
    client.action(method);
    const failed = { result: 3, returned: { ok: false, result: 12 } } as const;
    expect(client.receive(peer.reply({ kind: 'action-response', invoke: 0xc1, outcome: failed }))).toEqual([
      { kind: 'action', result: 3, returnedResult: 12 },
    ]);
  });

  it('counts the invoke id where the meter wants that', () => {
    const { client, peer } = associated(hls5Options({}, { incrementInvokeId: true }));
    expect(peer.request(client.get([CLOCK]))).toMatchObject({ invoke: 0xc1 });
    client.receive(peer.reply({ kind: 'get-response', invoke: 0xc1, result: { ok: false, result: 1 } }));
    expect(peer.request(client.get([CLOCK]))).toMatchObject({ invoke: 0xc2 });
  });

  it('passes on what the meter says unasked', () => {
    const { client, peer } = associated();
    client.get([CLOCK]);
    const notification = { kind: 'data-notification', longInvoke: 1, data: d.structure(d.u8(1)) } as const;
    const events = client.receive(peer.reply(notification, 'general-glo'));
    expect(events).toEqual([{ kind: 'notification', notification }]);
  });

  it('gives the events before it tells of an error in the same bytes', () => {
    const { client, peer } = associated();
    client.get([CLOCK]);
    const good = peer.reply({ kind: 'get-response', invoke: 0xc1, result: { ok: false, result: 4 } });
    expect(client.receive(Buffer.concat([good, hex('FFFFFFFFFFFFFFFF')]))).toEqual([{ kind: 'get', results: [{ ok: false, result: 4 }] }]);
    expect(() => client.get([CLOCK])).toThrow(code('WRAPPER_HEADER_INVALID'));
  });
});
