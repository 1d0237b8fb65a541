import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '#event-sourcing/clock.js';
import { recordingLog } from '../testing/log-lines.js';
import { ScriptedProvider } from '../testing/scripted-provider.js';
import { AddressFinder, type SessionProviderMode } from './address-finder.js';
import { SessionProviderError } from './session-provider.js';
import { WakeUps } from './wake-ups.js';

const DEVICE = 'TEST1024000000001';
const ICCID = '8931000000000000001';
const ADDRESS = '127.16.0.1';

function bench(mode: SessionProviderMode, limits: { readonly notAfter?: number } = {}) {
  const clock = new VirtualClock(0);
  const provider = new ScriptedProvider(() => clock.now());
  const wakeUps = new WakeUps(clock);
  const finder = new AddressFinder({ provider, mode, wakeUps, clock, log: recordingLog().log });
  const stop = new AbortController();
  let outcome: unknown = 'still looking';
  // It begins when the test has said what the provider does.
  const found = Promise.resolve()
    .then(() => finder.find({ deviceIdentification: DEVICE, iccId: ICCID, correlationUid: 'uid-1', ...limits }, stop.signal))
    .then(
      (address) => (outcome = { address, at: clock.now() / 1_000 }),
      (error: unknown) => (outcome = error),
    );
  return { clock, provider, wakeUps, stop, found, outcome: () => outcome };
}

const failed = (code: number): unknown => expect.objectContaining({ name: 'SessionSetupError', code });
const every = (count: number, seconds: number): string[] => Array.from({ length: count }, (_, n) => `${(n + 1) * seconds} session ${ICCID}`);

describe('AddressFinder, pushed addresses', () => {
  it('sends an SMS and takes the address that the meter pushes, without asking the provider', async () => {
    const { clock, provider, wakeUps, outcome } = bench('push');
    await clock.advance(59_999);
    expect(outcome()).toBe('still looking');
    expect(wakeUps.heard(DEVICE, ADDRESS)).toBe(true);
    await clock.advance(1);
    expect(outcome()).toEqual({ address: ADDRESS, at: 59.999 });
    expect(provider.asked).toEqual([`0 sms ${ICCID}`]);
    expect([clock.waiting, wakeUps.heard(DEVICE, ADDRESS)]).toEqual([0, false]);
  });

  it('hears a meter that pushes before the provider has said that the SMS is out', async () => {
    const { clock, provider, wakeUps, outcome } = bench('push');
    provider.onWakeUp = () => void wakeUps.heard(DEVICE, ADDRESS);
    await clock.advance(0);
    expect(outcome()).toEqual({ address: ADDRESS, at: 0 });
  });

  it('hears a meter that pushes while the provider thinks, and takes the first address', async () => {
    const { clock, provider, wakeUps, outcome } = bench('push');
    provider.onSession = () => void wakeUps.heard(DEVICE, ADDRESS);
    await clock.advance(60_000);
    wakeUps.heard(DEVICE, '127.16.0.99');
    await clock.advance(0);
    expect(outcome()).toEqual({ address: ADDRESS, at: 60 });
  });

  it('does not take what another meter pushes', async () => {
    const { clock, wakeUps, outcome } = bench('push');
    await clock.advance(10);
    expect(wakeUps.heard('TEST1024000000002', ADDRESS)).toBe(false);
    await clock.advance(10);
    expect(outcome()).toBe('still looking');
  });

  it('asks the provider after each minute without a push', async () => {
    const { clock, provider, outcome } = bench('push');
    provider.onSession = () => (clock.now() === 180_000 ? ADDRESS : undefined);
    await clock.advance(600_000);
    expect(outcome()).toEqual({ address: ADDRESS, at: 180 });
    expect(provider.asked).toEqual([`0 sms ${ICCID}`, ...every(3, 60)]);
  });

  it('gives up after five rounds: 419', async () => {
    const { clock, provider, wakeUps, outcome } = bench('push');
    await clock.advance(299_999);
    expect(outcome()).toBe('still looking');
    await clock.advance(1);
    expect(outcome()).toEqual(failed(419));
    expect(provider.asked).toEqual([`0 sms ${ICCID}`, ...every(5, 60)]);
    expect(wakeUps.heard(DEVICE, ADDRESS)).toBe(false);
  });
});

describe('AddressFinder, polling', () => {
  it('does not disturb a meter that is online', async () => {
    const { clock, provider, outcome } = bench('poll');
    provider.onSession = () => ADDRESS;
    await clock.advance(0);
    expect(outcome()).toEqual({ address: ADDRESS, at: 0 });
    expect(provider.asked).toEqual([`0 session ${ICCID}`]);
  });

  it('otherwise sends an SMS and asks 30 times, every ten seconds: 419', async () => {
    const { clock, provider, outcome } = bench('poll');
    await clock.advance(299_999);
    expect(outcome()).toBe('still looking');
    await clock.advance(1);
    expect(outcome()).toEqual(failed(419));
    expect(provider.asked).toEqual([`0 session ${ICCID}`, `0 sms ${ICCID}`, ...every(30, 10)]);
  });

  it('takes the session that comes about', async () => {
    const { clock, provider, outcome } = bench('poll');
    provider.onSession = () => (clock.now() >= 15_000 ? ADDRESS : undefined);
    await clock.advance(60_000);
    expect(outcome()).toEqual({ address: ADDRESS, at: 20 });
  });
});

describe.each(['push', 'poll'] as const)('AddressFinder, failures (%s)', (mode) => {
  const unknown = (): never => {
    throw new SessionProviderError('UNKNOWN_ICCID', 'no such card');
  };
  const broken = (): never => {
    throw new SessionProviderError('FAILED', 'status 500');
  };

  it.each([
    ['the SMS', 'onWakeUp', 'an unknown ICCID', unknown, 410],
    ['the SMS', 'onWakeUp', 'a failure', broken, 419],
    ['a question', 'onSession', 'an unknown ICCID', unknown, 410],
    ['a question', 'onSession', 'a failure', broken, 419],
  ] as const)('answers %s (%s) that meets %s with its code, and waits no longer', async (_, on, _what, failure, code) => {
    const { clock, provider, outcome } = bench(mode);
    provider[on] = failure;
    await clock.advance(60_000);
    expect(outcome()).toEqual(failed(code));
    expect(clock.waiting).toBe(0);
  });

  it('gives up when the command it looks for is over, and asks no more', async () => {
    const { clock, provider, outcome } = bench(mode, { notAfter: 65_000 });
    await clock.advance(64_999);
    expect(outcome()).toBe('still looking');
    await clock.advance(1);
    expect([outcome(), provider.asked.at(-1), clock.waiting]).toEqual([failed(419), `60 session ${ICCID}`, 0]);
  });

  it('takes no address that the provider tells too late', async () => {
    const { clock, provider, outcome } = bench(mode, { notAfter: 65_000 });
    provider.onSession = async () => {
      if (clock.now() < 60_000) return undefined;
      await clock.wait(5_000);
      return ADDRESS;
    };
    await clock.advance(65_000);
    expect(outcome()).toEqual(failed(419));
  });

  it('stops at once, in the middle of a wait, and asks no more', async () => {
    const { clock, provider, wakeUps, stop, found, outcome } = bench(mode);
    await clock.advance(5_000);
    const asked = provider.asked.length;
    stop.abort();
    await found;
    expect(outcome()).toMatchObject({ name: 'TransportError', kind: 'ABORTED' });
    expect([clock.waiting, provider.asked.length, wakeUps.heard(DEVICE, ADDRESS)]).toEqual([0, asked, false]);
  });

  it('stops at once while the provider does not answer', async () => {
    const { clock, provider, stop, found, outcome } = bench(mode);
    const hang = (_: string, signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new SessionProviderError('FAILED', 'given up'))));
    provider.onSession = hang;
    provider.onWakeUp = hang;
    await clock.advance(5_000);
    stop.abort();
    await found;
    expect(outcome()).toMatchObject({ name: 'TransportError', kind: 'ABORTED' });
  });
});
