import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { d, type ClientOptions } from '#dlms';
import { profiles } from '#cosem';

import { llsPassword, type SecurityLevel } from '../meter/identity.js';
import type { Meter } from '../meter/meter.js';
import { between, managementClient, MeterClient } from '../testing/meter-client.js';
import { startFleet, type Fleet } from './fleet.js';

const zone = 'Europe/Amsterdam';
const now = Date.parse('2026-11-24T12:07:00Z');
const clockTime = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const energy = { classId: 3, obis: '1.0.1.8.0.255', attribute: 2 };
const interval = { classId: 7, obis: '1.0.99.1.0.255', attribute: 2 };
const filter = { classId: 1, obis: '0.0.97.98.10.255', attribute: 2 };
const activate = { classId: 20, obis: '0.0.13.0.0.255', method: 1 };

const names = profiles.map(({ name, version }) => name + version);
const levels: readonly SecurityLevel[] = ['none', 'lls', 'hls5'];

function options(meter: Meter, framing: 'wrapper' | 'hdlc', changes: { password?: string; encryptionKey?: Buffer } = {}): ClientOptions {
  const { security } = meter.identity;
  const common = { clientSap: 1, serverSap: 1, framing: { kind: framing } } as const;
  if (security === 'none') return { ...common, authentication: { kind: 'none' } };
  if (security === 'lls') return { ...common, authentication: { kind: 'lls', password: Buffer.from(changes.password ?? llsPassword) } };
  const { keys, lastAccepted } = meter.keys;
  const { password: _, ...others } = changes;
  return managementClient({ ...keys, ...others }, { next: lastAccepted + 1 }, { framing: { kind: framing } });
}

describe.each(['wrapper', 'hdlc'] as const)('over %s', (framing) => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await startFleet({
      meters: names.length * levels.length,
      profiles: names,
      security: levels,
      framing,
      polyphase: 2,
      base: framing === 'hdlc' ? '127.76.1.1' : '127.76.0.1',
      port: 0,
      controlPort: 0,
    });
    fleet.meters.clock.set({ at: now, rate: 0 });
  });

  afterAll(async () => fleet.stop());

  const cases = levels.flatMap((level, round) => names.map((name, index) => [name, level, round * names.length + index] as const));

  it.each(cases)('%s with %s serves lists, ranges, entries, writing and methods', async (name, level, index) => {
    const meter = fleet.meters.meter(index);
    expect(meter.identity).toMatchObject({ security: level, polyphase: index % 2 === 1, profile: { version: name.replace(/^\D+/, '') } });
    const client = await MeterClient.dial(meter.identity.address, fleet.port, options(meter, framing));
    expect(await client.associate()).toMatchObject({ kind: 'associated' });
    expect(await client.get(clockTime, energy)).toMatchObject([{ ok: true }, { ok: true, data: d.u32(10_001) }]);
    const [range] = await client.get({ ...interval, access: between(now - 86_400_000, now, zone) });
    expect(range).toMatchObject({ ok: true, data: { value: { length: 96 } } });
    expect(client.blocks.length).toBeGreaterThan(1);
    const [entries] = await client.get({ ...interval, access: { kind: 'entry', fromEntry: 1, toEntry: 5, fromColumn: 1, toColumn: 0 } });
    expect(entries).toMatchObject({ ok: true, data: { value: { length: 5 } } });
    expect(await client.set(filter, d.u32(0x2040))).toBe(0);
    expect(await client.get(filter)).toEqual([{ ok: true, data: d.u32(0x2040) }]);
    expect(await client.action(activate, d.i8(0))).toBe(0);
    expect(await client.release()).toEqual({ kind: 'released' });
    client.close();
  });

  it('refuses a wrong password and a wrong key', async () => {
    const secured = [fleet.meters.meter(names.length), fleet.meters.meter(2 * names.length)];
    expect(secured.map(({ identity }) => identity.security)).toEqual(['lls', 'hls5']);
    for (const meter of secured) {
      const wrong = { password: '22222222', encryptionKey: Buffer.alloc(16, 1) };
      const client = await MeterClient.dial(meter.identity.address, fleet.port, options(meter, framing, wrong));
      await expect(client.associate()).rejects.toMatchObject({ name: 'DlmsError' });
      expect(meter.counters.refusedAssociations).toBe(1);
      client.close();
    }
  });
});
