import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeApdu, WrapperParser } from '#dlms';
import { DEVICE, GatewayBench } from '../testing/gateway-bench.js';
import { actual, meterObjects, synchronize } from '../testing/meter-objects.js';
import { TcpPeer } from '../testing/tcp-peer.js';

const ACCEPTED = Buffer.from('000100010001002b6129a109060760857405080101a203020100a305a103020100be10040e0800065f1f040000501f01f40007', 'hex');
const SET_DONE = Buffer.from('0001000100010004c501c100', 'hex');

let bench: GatewayBench;
let peer: TcpPeer | undefined;

beforeEach(() => {
  bench = new GatewayBench();
});

afterEach(async () => {
  await bench.stop();
  await peer?.close();
  peer = undefined;
});

describe('an association without ciphering', () => {
  it('needs neither keys nor counters when the meter wants no security', async () => {
    const meter = await bench.meter({ objects: meterObjects });
    // The test meter has no security for the public client only.
    const { answered, failure } = await bench.gateway.run(await bench.request(meter.port, [actual()], { hls5Active: false, clientId: 16 }, {}));
    expect(failure).toBeUndefined();
    expect(answered).toMatchObject([{ ok: true, response: { activeEnergyExport: { value: '20.001' } } }]);
    expect({ keys: bench.vault.handedOut, reservations: bench.vault.reservations }).toEqual({ keys: [], reservations: [] });
  });

  it('carries the password with LLS 1', async () => {
    const asked: unknown[] = [];
    peer = await TcpPeer.listen((socket) => {
      const parser = new WrapperParser();
      socket.on('data', (bytes) => {
        for (const { apdu } of parser.push(bytes)) {
          const { value } = decodeApdu(apdu);
          asked.push(value);
          if (value.kind === 'aarq') socket.write(ACCEPTED);
          else if (value.kind === 'set-request') socket.write(SET_DONE);
          else socket.end();
        }
      });
    });
    const password = await bench.vault.store(DEVICE, 'LLS_PASSWORD', Buffer.from('11111111'));
    const request = await bench.request(peer.port, [synchronize()], { hls5Active: false, lls1Active: true }, { LLS_PASSWORD: password });
    const { answered, failure } = await bench.gateway.run(request);
    expect(failure).toBeUndefined();
    expect(answered).toMatchObject([{ ok: true, response: null }]);
    expect(asked[0]).toMatchObject({ kind: 'aarq', context: 1, mechanism: 1, authenticationValue: Buffer.from('11111111') });
  });
});
