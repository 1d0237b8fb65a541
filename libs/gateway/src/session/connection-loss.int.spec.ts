import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '#event-sourcing/clock.js';
import { GatewayBench } from '../testing/gateway-bench.js';
import { actual, fraudLog, meterObjects, standardLog, synchronize } from '../testing/meter-objects.js';
import { freePort, TcpPeer } from '../testing/tcp-peer.js';

/** Stands still but where a test lets a meter's time run out. */
let clock: VirtualClock;
let bench: GatewayBench;
let peer: TcpPeer | undefined;

beforeEach(async () => {
  clock = new VirtualClock(Date.parse('2026-11-23T12:00:00Z'));
  bench = new GatewayBench({ clock });
  await bench.knowCounter(20_000);
});

afterEach(async () => {
  await bench.stop();
  await peer?.close();
  peer = undefined;
});

const RESPONSE_TIMEOUT = 10_000;

async function run(port: number) {
  return bench.gateway.run(await bench.request(port, [synchronize(0), standardLog(1), actual(2)]));
}

describe('a meter that cannot be talked to', () => {
  it('has a port that nobody listens on: 225', async () => {
    expect(await run(await freePort())).toMatchObject({ answered: [], failure: { code: 225, innerException: 'TransportError' } });
  });

  it('resets right after it has accepted: 226', async () => {
    peer = await TcpPeer.listen((socket) => socket.resetAndDestroy());
    expect(await run(peer.port)).toMatchObject({ answered: [], failure: { code: 226 } });
  });

  it('closes when it is spoken to: 229', async () => {
    peer = await TcpPeer.listen((socket) => socket.once('data', () => socket.end()));
    expect(await run(peer.port)).toMatchObject({ answered: [], failure: { code: 229 } });
  });

  it('accepts and says nothing: 233', async () => {
    peer = await TcpPeer.listen((socket) => socket.once('data', () => void clock.advance(RESPONSE_TIMEOUT)));
    expect(await run(peer.port)).toMatchObject({ answered: [], failure: { code: 233 } });
  });

  it('speaks no wrapper: 231', async () => {
    peer = await TcpPeer.listen((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await run(peer.port)).toMatchObject({ answered: [], failure: { code: 231 } });
  });

  it('answers nonsense: 232', async () => {
    peer = await TcpPeer.listen((socket) => socket.once('data', () => socket.write(Buffer.from('0001000100010003ffffff', 'hex'))));
    expect(await run(peer.port)).toMatchObject({ answered: [], failure: { code: 232 } });
  });
});

describe('a session that is cut off', () => {
  it.each([
    ['the meter closes', 229],
    ['the meter falls silent', 233],
    ['the meter resets', 226],
  ] as const)('keeps the answers it has when %s', async (how, code) => {
    const meter = await bench.meter({
      objects: meterObjects,
      tamper: ({ reply, bytes }, socket) => {
        if (reply.service !== 'get') return bytes;
        if (how === 'the meter closes') socket.end();
        if (how === 'the meter resets') socket.resetAndDestroy();
        if (how === 'the meter falls silent') void clock.advance(RESPONSE_TIMEOUT);
        return undefined;
      },
    });
    const { answered, failure } = await run(meter.port);
    expect(answered).toMatchObject([{ index: 0, operation: 'SynchronizeTime', ok: true, facts: [{ type: 'ClockSynchronized' }] }]);
    expect(failure).toMatchObject({ code, parameters: { deviceIdentification: 'TEST1024000000001' } });
    expect(bench.ended).toMatchObject([{ outcome: 'FAILED', code }]);
  });

  it('after a refusal keeps the refusal as the answer', async () => {
    const meter = await bench.meter({
      objects: meterObjects,
      tamper: ({ reply, bytes }, socket) => {
        if (reply.service !== 'get' || bytes === undefined) return bytes;
        socket.end(bytes);
        return undefined;
      },
    });
    const { answered, failure } = await bench.gateway.run(await bench.request(meter.port, [fraudLog(0), actual(1)]));
    expect(answered).toMatchObject([{ index: 0, ok: false, fault: { code: 412 } }]);
    expect(failure).toMatchObject({ code: 229 });
  });

  it('by its owner ends at once, abandoned, with the socket destroyed', async () => {
    const controller = new AbortController();
    let hungUp: Promise<unknown> | undefined;
    const meter = await bench.meter({
      objects: meterObjects,
      tamper: ({ reply, bytes }, socket) => {
        if (reply.service !== 'get') return bytes;
        hungUp = new Promise((resolve) => socket.once('close', resolve));
        controller.abort();
        return undefined;
      },
    });
    const { answered, failure } = await bench.gateway.run(await bench.request(meter.port, [synchronize(0), standardLog(1)]), controller.signal);
    expect(answered).toMatchObject([{ index: 0, ok: true }]);
    expect(failure).toMatchObject({ code: 0, type: 'ATTEMPT_ABANDONED' });
    await hungUp;
    expect(hungUp).toBeDefined();
  });

  it('before it has begun does not dial', async () => {
    const meter = await bench.meter();
    const { failure } = await bench.gateway.run(await bench.request(meter.port, [actual()]), AbortSignal.abort());
    expect(failure).toMatchObject({ type: 'ATTEMPT_ABANDONED' });
    expect(meter.connections).toBe(0);
  });

  it('by the closing of the gateway is over when close resolves', async () => {
    const asked = Promise.withResolvers<undefined>();
    peer = await TcpPeer.listen((socket) => socket.once('data', () => asked.resolve(undefined)));
    const running = bench.gateway.run(await bench.request(peer.port, [actual()]));
    await asked.promise;
    await bench.gateway.close();
    expect((await running).failure).toMatchObject({ type: 'ATTEMPT_ABANDONED' });
  });

  it('only by a missing answer to the release is complete', async () => {
    const meter = await bench.meter({
      objects: meterObjects,
      tamper: ({ reply, bytes }) => {
        if (reply.service !== 'rlrq') return bytes;
        void clock.advance(RESPONSE_TIMEOUT);
        return undefined;
      },
    });
    const { answered, failure } = await run(meter.port);
    expect(failure).toBeUndefined();
    expect(answered).toHaveLength(3);
  });
});
