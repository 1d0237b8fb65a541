import { once } from 'node:events';
import { createConnection } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { startFleet, type Fleet } from '../fleet/fleet.js';
import type { Meter } from '../meter/meter.js';
import { managementClient, MeterClient } from '../testing/meter-client.js';

const base = '127.77.21.1';
let fleet: Fleet;
const clients: MeterClient[] = [];

async function start(inactivityTimeout = 0): Promise<Meter> {
  fleet = await startFleet({ meters: 1, base, port: 0, controlPort: 0, inactivityTimeout });
  return fleet.meters.meter(0);
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await fleet.stop();
});

async function associated(meter: Meter): Promise<MeterClient> {
  const client = await MeterClient.dial(base, fleet.port, managementClient(meter.keys.keys, { next: meter.keys.lastAccepted + 1_000 }));
  clients.push(client);
  await client.associate();
  return client;
}

describe('the counter of concurrent associations', () => {
  it('stays at one while clients come one after the other, whether they release, hang up or both', async () => {
    const meter = await start();
    for (const releases of [true, false, true]) {
      const client = await associated(meter);
      if (releases) await client.release();
      client.close();
    }
    expect(meter.counters).toMatchObject({ associations: 3, peakConcurrentAssociations: 1 });
  });

  it('tells two clients that have an association at the same time', async () => {
    const meter = await start();
    await associated(meter);
    await associated(meter);
    expect(meter.counters.peakConcurrentAssociations).toBe(2);
  });
});

describe('a connection on which nothing is said', () => {
  it('is ended after the inactivity timeout', async () => {
    await start(30);
    const socket = createConnection({ host: base, port: fleet.port });
    socket.resume();
    const began = performance.now();
    await once(socket, 'close');
    expect(performance.now() - began).toBeGreaterThan(25);
  });
});
