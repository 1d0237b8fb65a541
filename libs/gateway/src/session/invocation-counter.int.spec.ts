import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dsmr422Settings } from '../testing/fixtures.js';
import { GatewayBench } from '../testing/gateway-bench.js';
import { actual, meterObjects } from '../testing/meter-objects.js';

const PUBLIC = 16;
const MANAGEMENT = 1;

let bench: GatewayBench;

beforeEach(() => {
  bench = new GatewayBench();
});

afterEach(() => bench.stop());

describe('the invocation counter', () => {
  it.each([
    ['SMR 5.1', {}],
    ['DSMR 4.2.2', { protocolName: dsmr422Settings.protocolName, protocolVersion: dsmr422Settings.protocolVersion }],
  ])('is read as public client when it is unknown (%s), and known from then on', async (_, protocol) => {
    const meter = await bench.meter({ objects: meterObjects, lastCounter: 777 });
    const request = await bench.request(meter.port, [actual()], protocol);
    const first = await bench.gateway.run(request);
    expect(first).toMatchObject({ answered: [{ ok: true }], facts: [{ type: 'InvocationCounterRead', data: { value: 777 } }] });
    expect(bench.vault.reservations[0]).toEqual({ first: 778, count: 64 });
    expect({ associations: meter.associations, connections: meter.connections }).toEqual({ associations: [PUBLIC, MANAGEMENT], connections: 2 });

    const second = await bench.gateway.run(request);
    expect(second).toMatchObject({ answered: [{ ok: true }], facts: [] });
    expect(meter.associations).toEqual([PUBLIC, MANAGEMENT, MANAGEMENT]);
    expect(bench.associated).toEqual(['public', 'management', 'management']);
  });

  it('is read again when the meter refuses it', async () => {
    const meter = await bench.meter({ objects: meterObjects, lastCounter: 50_000 });
    await bench.knowCounter(100);
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()]));
    expect(result).toMatchObject({ answered: [{ ok: true }], facts: [{ type: 'InvocationCounterRead', data: { value: 50_000 } }] });
    expect(result.failure).toBeUndefined();
    expect({ associations: meter.associations, connections: meter.connections }).toEqual({ associations: [PUBLIC, MANAGEMENT], connections: 3 });
  });

  it('is not read a second time: the second refusal is the failure, and the counter is forgotten', async () => {
    const meter = await bench.meter({
      objects: meterObjects,
      tamper: ({ client, bytes }) => (client === MANAGEMENT ? Buffer.from('0001000100010007d8010600003039', 'hex') : bytes),
    });
    await bench.knowCounter(20_000);
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()]));
    expect(result).toMatchObject({ answered: [], failure: { code: 230, innerException: 'DlmsError' } });
    expect(meter.connections).toBe(3);
    expect(await bench.vault.reserveCounters('TEST1024000000001', 'TEST1024000000001/E_METER_ENCRYPTION_KEY_UNICAST', 1)).toBeUndefined();
  });

  it('never goes down, even if the meter shows less', async () => {
    const meter = await bench.meter({ objects: meterObjects, lastCounter: 10 });
    await bench.knowCounter(5000);
    await bench.vault.forgetCounter('TEST1024000000001', 'TEST1024000000001/E_METER_ENCRYPTION_KEY_UNICAST');
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()]));
    expect(result.failure).toBeUndefined();
    expect(bench.vault.reservations[0]?.first).toBe(5000);
  });

  it('that the meter does not give fails the session', async () => {
    const meter = await bench.meter({ tamper: ({ client, reply, bytes }) => (client === PUBLIC && reply.service === 'get' ? denied : bytes) });
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()]));
    expect(result).toMatchObject({
      answered: [],
      failure: { code: 412, innerMessage: 'the invocation counter could not be read: read-write-denied' },
    });
  });
});

const denied = Buffer.from('0001000100100005c401c10103', 'hex');

describe('wrong keys', () => {
  it('fail with 230 when the meter cannot decipher, without reading the counter', async () => {
    const meter = await bench.meter({ objects: meterObjects });
    await bench.knowCounter(20_000);
    const keys = await bench.keys({ encryptionKey: randomBytes(16), authenticationKey: randomBytes(16) });
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()], {}, keys));
    expect(result).toMatchObject({ answered: [], facts: [], failure: { code: 230, component: 'PROTOCOL_DLMS' } });
    expect({ associations: meter.associations, connections: meter.connections }).toEqual({ associations: [], connections: 1 });
  });

  it('fail with 223 when the meter rejects the association for them', async () => {
    const rejection = '6129a109060760857405080103a203020101a305a10302010dbe10040e0800065f1f040000501f01f40007';
    const frame = Buffer.from(`000100010001002b${rejection}`, 'hex');
    const meter = await bench.meter({ tamper: ({ client, bytes }) => (client === MANAGEMENT ? frame : bytes) });
    await bench.knowCounter(20_000);
    const keys = await bench.keys({ encryptionKey: randomBytes(16), authenticationKey: randomBytes(16) });
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()], {}, keys));
    expect(result).toMatchObject({ answered: [], failure: { code: 223, type: 'AUTHENTICATION_ERROR' } });
    // The counter was looked at, for some meters reject a stale one like this; it was not stale, so nothing was tried again.
    expect({ associations: meter.associations, connections: meter.connections }).toEqual({ associations: [PUBLIC], connections: 2 });
  });

  it('of another length than 16 octets fail with 802', async () => {
    const keys = await bench.keys({ encryptionKey: randomBytes(24), authenticationKey: randomBytes(16) });
    const result = await bench.gateway.run(await bench.request(1, [actual()], {}, keys));
    expect(result).toMatchObject({ answered: [], failure: { code: 802 } });
  });

  it('that the vault does not have fail with 806', async () => {
    const keys = { ...(await bench.keys()), E_METER_AUTHENTICATION_KEY: { keyId: 'gone', fingerprint: 'gone' } };
    const result = await bench.gateway.run(await bench.request(1, [actual()], {}, keys));
    expect(result).toMatchObject({ answered: [], failure: { code: 806, component: 'SECRET_MANAGEMENT' } });
  });
});
