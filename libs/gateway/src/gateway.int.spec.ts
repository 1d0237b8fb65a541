import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEVICE, GatewayBench } from './testing/gateway-bench.js';
import { actual, fraudLog, INTERVAL_ROWS, interval, meterObjects, standardLog, synchronize, thdLog } from './testing/meter-objects.js';

let bench: GatewayBench;

beforeEach(() => {
  bench = new GatewayBench();
});

afterEach(() => bench.stop());

describe('a session', () => {
  it('reads over one connection and one association', async () => {
    const meter = await bench.meter({ objects: meterObjects });
    await bench.knowCounter(20_000);
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()]));
    expect(result).toMatchObject({
      answered: [{ index: 0, ok: true, response: { logTime: '2026-11-23T13:00:00+01:00', activeEnergyImport: { value: '10.001', unit: 'KWH' } } }],
      facts: [],
    });
    expect(result.failure).toBeUndefined();
    expect({ connections: meter.connections, associations: meter.associations }).toEqual({ connections: 1, associations: [1] });
    expect(meter.services.at(-1)).toBe('rlrq');
    expect(bench.ended).toMatchObject([{ deviceIdentification: DEVICE, outcome: 'COMPLETED' }]);
    expect(bench.ended[0]?.bytesIn).toBeGreaterThan(100);
  });

  it('runs a bundle of five in order, on one connection, whatever one of them meets', async () => {
    const meter = await bench.meter({ objects: meterObjects, maxPduSize: 512 });
    await bench.knowCounter(20_000);
    const actions = [synchronize(0), interval(1), fraudLog(2), standardLog(3), actual(4)];
    const { answered, failure } = await bench.gateway.run(await bench.request(meter.port, actions));
    expect(failure).toBeUndefined();
    expect(answered.map(({ index, operation, ok }) => ({ index, operation, ok }))).toEqual([
      { index: 0, operation: 'SynchronizeTime', ok: true },
      { index: 1, operation: 'GetPeriodicMeterReads', ok: true },
      { index: 2, operation: 'FindEvents', ok: false },
      { index: 3, operation: 'FindEvents', ok: true },
      { index: 4, operation: 'GetActualMeterReads', ok: true },
    ]);
    expect(answered[2]).toMatchObject({ fault: { code: 412, parameters: { deviceIdentification: DEVICE, dataAccessResult: '250' } } });
    expect(meter.written.map(({ name }) => name)).toEqual(['8/0.0.1.0.0.255/2']);
    expect({ connections: meter.connections, associations: meter.associations }).toEqual({ connections: 1, associations: [1] });
  });

  it('follows block transfer, shows each block in the debug log, and no key', async () => {
    const meter = await bench.meter({ objects: meterObjects, maxPduSize: 256 });
    await bench.knowCounter(20_000);
    const { answered } = await bench.gateway.run(await bench.request(meter.port, [interval()]));
    expect(answered).toMatchObject([{ ok: true, response: { periodicMeterReads: { length: INTERVAL_ROWS } } }]);
    const blocks = bench.recording.lines.filter(({ message }) => message === 'block').map(({ fields }) => fields['block']);
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks).toEqual(blocks.map((_, index) => index + 1));
    const exchanges = bench.recording.lines.filter(({ message }) => message === 'exchange').map(({ fields }) => fields);
    expect(exchanges).toMatchObject([
      { service: 'ASSOCIATE', correlationUid: 'uid-1' },
      { service: 'GET', correlationUid: 'uid-1' },
      { service: 'RELEASE' },
    ]);
    const text = JSON.stringify(bench.recording.lines).toLowerCase();
    for (const key of Object.values(bench.meterKeys)) expect(text).not.toContain(Buffer.from(key as Uint8Array).toString('hex'));
  });

  it('takes more counters from the vault when a block is used up, and zeroes its keys at the end', async () => {
    const meter = await bench.meter({ objects: meterObjects, maxPduSize: 128 });
    await bench.knowCounter(20_000);
    const { answered, failure } = await bench.gateway.run(await bench.request(meter.port, [interval(0), interval(1), interval(2)]));
    expect(failure).toBeUndefined();
    expect(answered).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
    expect(bench.vault.reservations.length).toBeGreaterThan(1);
    expect(bench.vault.reservations.every(({ count }) => count === 64)).toBe(true);
    expect(meter.window.last).toBeGreaterThan(20_064);
    expect(bench.vault.handedOut.map((key) => key.every((octet) => octet === 0))).toEqual([true, true]);
  });

  it('answers what the profile does not have without disturbing the meter', async () => {
    const meter = await bench.meter();
    const { answered, failure } = await bench.gateway.run(await bench.request(meter.port, [thdLog()]));
    expect(answered).toMatchObject([{ ok: false, fault: { code: 416, component: 'PROTOCOL_DLMS' } }]);
    expect(failure).toBeUndefined();
    expect(meter.connections).toBe(0);
  });

  it('keeps the answer to an impossible action when the meter cannot be reached', async () => {
    const { answered, failure } = await bench.gateway.run(await bench.request(4059, [actual(0), thdLog(1)], { networkAddress: ' ' }));
    expect({ answered, code: failure?.code }).toEqual({ answered: [], code: 212 });
  });

  it('goes on after a request that the meter refuses as a service', async () => {
    let refused = false;
    const meter = await bench.meter({
      objects: meterObjects,
      tamper: ({ reply, bytes }) => {
        if (reply.service !== 'get' || refused) return bytes;
        refused = true;
        return Buffer.from('0001000100010003d80102', 'hex');
      },
    });
    await bench.knowCounter(20_000);
    const { answered, failure } = await bench.gateway.run(await bench.request(meter.port, [standardLog(0), actual(1)]));
    expect(failure).toBeUndefined();
    expect(answered).toMatchObject([{ ok: false, fault: { code: 412 } }, { ok: true }]);
  });
});

describe('one session per device', () => {
  it('refuses a second one while the first runs', async () => {
    const meter = await bench.meter({ objects: meterObjects });
    await bench.knowCounter(20_000);
    const request = await bench.request(meter.port, [actual()]);
    const first = bench.gateway.run(request);
    await expect(bench.gateway.run(request)).rejects.toMatchObject({ name: 'SessionInProgressError', deviceIdentification: DEVICE });
    expect((await first).failure).toBeUndefined();
    expect((await bench.gateway.run(request)).failure).toBeUndefined();
  });

  it('takes no more work once it is closed', async () => {
    const request = await bench.request(1, [actual()]);
    await bench.gateway.close();
    await expect(bench.gateway.run(request)).rejects.toMatchObject({ name: 'GatewayClosedError' });
  });
});
