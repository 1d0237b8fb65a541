import { afterEach, describe, expect, it } from '@jest/globals';
import { AddressFinder, type SessionProviderMode } from '../address/address-finder.js';
import { WakeUps } from '../address/wake-ups.js';
import { VirtualClock } from '#event-sourcing/clock.js';
import { DEVICE, GatewayBench } from '../testing/gateway-bench.js';
import { recordingLog } from '../testing/log-lines.js';
import { actual, meterObjects, thdLog } from '../testing/meter-objects.js';
import { ScriptedProvider } from '../testing/scripted-provider.js';

const iccId = '8931000000000000001';
const dynamic = { ipAddressIsStatic: false, networkAddress: '127.9.9.9', iccId };

let stop = (): Promise<void> => Promise.resolve();
afterEach(() => stop());

/** A gateway that looks for meters, with a clock of its own for the search. */
async function benchWith(mode: SessionProviderMode) {
  const clock = new VirtualClock(0);
  const wakeUps = new WakeUps(clock);
  const provider = new ScriptedProvider(() => clock.now());
  const bench = new GatewayBench({ addresses: new AddressFinder({ provider, mode, wakeUps, clock, log: recordingLog().log }) });
  stop = () => bench.stop();
  const meter = await bench.meter({ objects: meterObjects });
  return { bench, clock, meter, provider, wakeUps };
}

describe('a session with a meter whose address is not fixed', () => {
  it('wakes the meter, calls it where it was heard from, and leaves the registered address alone', async () => {
    const { bench, meter, provider, wakeUps } = await benchWith('push');
    provider.onWakeUp = () => void wakeUps.heard(DEVICE, '127.0.0.1');
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()], dynamic));
    expect(result.failure).toBeUndefined();
    expect(result.answered).toMatchObject([{ ok: true }]);
    expect(provider.asked).toEqual([`0 sms ${iccId}`]);
  });

  it('reads an unknown invocation counter at the address that was found, and looks for it once', async () => {
    const { bench, meter, provider } = await benchWith('poll');
    provider.onSession = () => '127.0.0.1';
    const result = await bench.gateway.run(await bench.request(meter.port, [actual()], dynamic));
    expect(result.failure).toBeUndefined();
    expect(bench.associated).toEqual(['public', 'management']);
    expect(provider.asked).toEqual([`0 session ${iccId}`]);
  });

  it('does not wake a meter up for what its profile does not have', async () => {
    const { bench, meter, provider } = await benchWith('push');
    const { answered } = await bench.gateway.run(await bench.request(meter.port, [thdLog()], dynamic));
    expect(answered).toMatchObject([{ ok: false }]);
    expect(provider.asked).toEqual([]);
  });

  it('fails with 419 when the meter does not come online, without a connection', async () => {
    const { bench, clock, meter, provider } = await benchWith('push');
    const result = bench.gateway.run(await bench.request(meter.port, [actual()], dynamic));
    while (provider.asked.length < 6) await clock.advance(60_000);
    expect(await result).toMatchObject({ answered: [], failure: { code: 419, type: 'SESSION_PROVIDER_ERROR', component: 'PROTOCOL_DLMS' } });
    expect(meter.connections).toBe(0);
  });

  it('is given up at once while it waits, and costs no attempt', async () => {
    const { bench, clock, meter, provider } = await benchWith('push');
    const stopping = new AbortController();
    const result = bench.gateway.run(await bench.request(meter.port, [actual()], dynamic), stopping.signal);
    while (provider.asked.length === 0) await clock.advance(1);
    stopping.abort();
    expect(await result).toMatchObject({ failure: { code: 0, type: 'ATTEMPT_ABANDONED' } });
    expect([meter.connections, clock.waiting]).toEqual([0, 0]);
  });
});
