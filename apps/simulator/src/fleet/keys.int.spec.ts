import { once } from 'node:events';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { d, wrapKey, type Data } from '#dlms';

import type { MeterKeys } from '../meter/identity.js';
import type { Meter } from '../meter/meter.js';
import { managementClient, MeterClient, publicClientOptions } from '../testing/meter-client.js';
import { startFleet, type Fleet } from './fleet.js';

const energy = { classId: 3, obis: '1.0.1.8.0.255', attribute: 2 };
const counterObject = { classId: 1, obis: '0.0.43.1.0.255', attribute: 2 };
const transferMethod = { classId: 64, obis: '0.0.43.0.0.255', method: 2 };
const newKey = Buffer.alloc(16, 0x77);

let fleet: Fleet;
const clients: MeterClient[] = [];

beforeAll(async () => {
  fleet = await startFleet({ meters: 8, profiles: ['SMR5.5', 'DSMR2.2'], base: '127.76.2.1', port: 0, controlPort: 0 });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(async () => fleet.stop());

async function associated(meter: Meter, keys: MeterKeys, next: number): Promise<MeterClient> {
  const client = await MeterClient.dial(meter.identity.address, fleet.port, managementClient(keys, { next }));
  clients.push(client);
  await client.associate();
  return client;
}

function encryptionKey(meter: Meter): Data {
  return d.array(d.structure(d.enumeration(0), d.octets(wrapKey(meter.keys.keys.masterKey, newKey))));
}

describe('key switch', () => {
  it.each([
    ['immediate', 0],
    ['next-association', 1],
  ] as const)('follows the profile (%s), and is turned for one meter by the control interface', async (own, index) => {
    const turned = own === 'immediate' ? 'next-association' : 'immediate';
    const other = fleet.meters.meter(index + 2);
    const path = `http://127.0.0.1:${fleet.controlPort}/meters/${other.identity.deviceIdentification}/settings`;
    const answer = await fetch(path, { method: 'PUT', body: JSON.stringify({ keySwitch: turned }) });
    expect(await answer.json()).toMatchObject({ keySwitch: turned });
    for (const [meter, expected] of [[fleet.meters.meter(index), own] as const, [other, turned] as const]) {
      const client = await associated(meter, meter.keys.keys, 20_000);
      expect(await client.action(transferMethod, encryptionKey(meter))).toBe(0);
      expect(meter.keys.keys.encryptionKey).toEqual(newKey);
      const again = client.get(energy);
      if (expected === 'immediate') await expect(again).rejects.toMatchObject({ code: 'EXCEPTION_RESPONSE' });
      else expect(await again).toMatchObject([{ ok: true }]);
      expect(await (await associated(meter, meter.keys.keys, 1)).get(energy)).toMatchObject([{ ok: true }]);
    }
  });
});

describe('invocation counter', () => {
  it('goes on where it was after a restart of the meter', async () => {
    const meter = fleet.meters.meter(4);
    const client = await associated(meter, meter.keys.keys, 50_000);
    const before = meter.keys.lastAccepted;
    expect(before).toBeGreaterThan(50_000);
    const closed = once(client.socket, 'close');
    meter.reboot();
    await closed;
    const open = await MeterClient.dial(meter.identity.address, fleet.port, publicClientOptions);
    clients.push(open);
    await open.associate();
    expect(await open.get(counterObject)).toEqual([{ ok: true, data: d.u32(before) }]);
    await expect(associated(meter, meter.keys.keys, before)).rejects.toMatchObject({ details: { expectedCounter: before + 1 } });
    expect(await (await associated(meter, meter.keys.keys, before + 1)).get(energy)).toMatchObject([{ ok: true }]);
  });
});
