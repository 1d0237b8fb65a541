import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { d } from '#dlms';

import { managementClient, MeterClient } from '../testing/meter-client.js';
import { startFleet, type Fleet } from './fleet.js';

const name = { classId: 1, obis: '0.0.42.0.0.255', attribute: 2 };

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ meters: 7, logicalDevices: 3, base: '127.76.5.1', port: 0, controlPort: 0 });
});

afterAll(async () => fleet.stop());

async function dial(address: string, serverSap: number, index: number): Promise<MeterClient> {
  const options = managementClient(fleet.meters.keysOf(index), { next: 20_000 }, { serverSap });
  return MeterClient.dial(address, fleet.port, options);
}

describe('several logical devices behind one address', () => {
  it.each([
    [0, '127.76.5.1', 1],
    [2, '127.76.5.1', 3],
    [4, '127.76.5.2', 2],
    [6, '127.76.5.3', 1],
  ])('meter %s answers at %s as number %s, and counts for itself', async (index, address, logicalDevice) => {
    const meter = fleet.meters.meter(index);
    expect(meter.identity).toMatchObject({ address, logicalDevice });
    const client = await dial(address, logicalDevice, index);
    await client.associate();
    expect(await client.get(name)).toEqual([{ ok: true, data: d.octets(Buffer.from(meter.identity.deviceIdentification)) }]);
    client.close();
    expect(meter.counters).toMatchObject({ associations: 1, requests: 3 });
  });

  it.each([4, 0])('nobody answers as number %s', async (logicalDevice) => {
    const client = await dial('127.76.5.1', logicalDevice, 0);
    expect(await client.staysSilent(client.associate(), 60)).toBe(true);
    client.close();
  });

  it('gives the platform the number of the logical device', async () => {
    const devices = (await (await fetch(`http://127.0.0.1:${fleet.controlPort}/devices.json`)).json()) as { data: { device: object } }[];
    expect(devices.map(({ data }) => ('logicalId' in data.device ? data.device.logicalId : 1))).toEqual([1, 2, 3, 1, 2, 3, 1]);
    expect(await (await fetch(`http://127.0.0.1:${fleet.controlPort}/blackhole`)).json()).toMatchObject({ address: '127.76.5.4' });
  });
});
