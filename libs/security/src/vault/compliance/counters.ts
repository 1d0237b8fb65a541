import { describe, expect, it } from '@jest/globals';
import { type OpenVaultPlace, useVault } from './harness.js';

const HIGHEST = 0xffffffff;

/** Invocation counters: no value twice, none above 32 bits. */
export function counterCompliance(open: OpenVaultPlace): void {
  describe('invocation counters', () => {
    const opened = useVault(open);

    it('does not know a counter that was never set', async () => {
      expect(await opened().vault.reserveCounters('M1', 'K1', 64)).toBeUndefined();
    });

    it('reserves from what was set, one range after the other', async () => {
      const { vault } = opened();
      await vault.setCounter('M1', 'K1', 100);
      expect(await vault.reserveCounters('M1', 'K1', 64)).toEqual({ first: 100 });
      expect(await vault.reserveCounters('M1', 'K1', 1)).toEqual({ first: 164 });
      expect(await vault.reserveCounters('M1', 'K1', 64)).toEqual({ first: 165 });
    });

    it('takes 0 as first value', async () => {
      const { vault } = opened();
      await vault.setCounter('M1', 'K1', 0);
      expect(await vault.reserveCounters('M1', 'K1', 2)).toEqual({ first: 0 });
    });

    it('keeps a counter for each device and key', async () => {
      const { vault } = opened();
      await vault.setCounter('M1', 'K1', 100);
      await vault.setCounter('M1', 'K2', 200);
      await vault.setCounter('M2', 'K1', 300);
      await vault.reserveCounters('M1', 'K1', 64);
      expect(await vault.reserveCounters('M1', 'K2', 1)).toEqual({ first: 200 });
      expect(await vault.reserveCounters('M2', 'K1', 1)).toEqual({ first: 300 });
      expect(await vault.reserveCounters('M2', 'K2', 1)).toBeUndefined();
    });

    it('never gives a value to two of many that ask at once', async () => {
      const { vault } = opened();
      await vault.setCounter('M1', 'K1', 1);
      const counts = Array.from({ length: 60 }, (_, index) => 1 + (index % 7));
      const ranges = await Promise.all(counts.map(async (count) => ({ count, reserved: await vault.reserveCounters('M1', 'K1', count) })));
      const values = ranges.flatMap(({ count, reserved }) => Array.from({ length: count }, (_, index) => (reserved?.first ?? Number.NaN) + index));
      expect(new Set(values).size).toBe(counts.reduce((sum, count) => sum + count, 0));
      expect(values).not.toContain(Number.NaN);
    });

    it('is raised by a higher value, and not lowered by a lower one', async () => {
      const { vault } = opened();
      await vault.setCounter('M1', 'K1', 100);
      await vault.reserveCounters('M1', 'K1', 64);
      await vault.setCounter('M1', 'K1', 120);
      expect(await vault.reserveCounters('M1', 'K1', 1)).toEqual({ first: 164 });
      await vault.setCounter('M1', 'K1', 5000);
      expect(await vault.reserveCounters('M1', 'K1', 1)).toEqual({ first: 5000 });
    });

    it('must be set again once forgotten', async () => {
      const { vault } = opened();
      await vault.setCounter('M1', 'K1', 100);
      await vault.forgetCounter('M1', 'K1');
      expect(await vault.reserveCounters('M1', 'K1', 1)).toBeUndefined();
      await vault.setCounter('M1', 'K1', 900);
      expect(await vault.reserveCounters('M1', 'K1', 1)).toEqual({ first: 900 });
    });

    it('does not repeat what was reserved before it was forgotten', async () => {
      const { vault } = opened();
      await vault.setCounter('M1', 'K1', 100);
      await vault.reserveCounters('M1', 'K1', 64);
      await vault.forgetCounter('M1', 'K1');
      await vault.setCounter('M1', 'K1', 101);
      expect(await vault.reserveCounters('M1', 'K1', 1)).toEqual({ first: 164 });
    });

    it('may be forgotten when it was never known', async () => {
      const { vault } = opened();
      await vault.forgetCounter('M1', 'K1');
      expect(await vault.reserveCounters('M1', 'K1', 1)).toBeUndefined();
    });

    it('ends at 32 bits', async () => {
      const { vault } = opened();
      const exhausted = { code: 'COUNTER_EXHAUSTED', name: 'VaultError' };
      await vault.setCounter('M1', 'K1', HIGHEST - 64);
      await expect(vault.reserveCounters('M1', 'K1', 66)).rejects.toMatchObject(exhausted);
      expect(await vault.reserveCounters('M1', 'K1', 64)).toEqual({ first: HIGHEST - 64 });
      expect(await vault.reserveCounters('M1', 'K1', 1)).toEqual({ first: HIGHEST });
      await expect(vault.reserveCounters('M1', 'K1', 1)).rejects.toMatchObject(exhausted);
    });

    it('takes a meter that has used up its counter', async () => {
      const { vault } = opened();
      await vault.setCounter('M1', 'K1', HIGHEST + 1);
      await expect(vault.reserveCounters('M1', 'K1', 1)).rejects.toMatchObject({ code: 'COUNTER_EXHAUSTED' });
    });

    it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, HIGHEST + 2])('refuses to be set to %d', async (next) => {
      await expect(opened().vault.setCounter('M1', 'K1', next)).rejects.toThrow(RangeError);
    });

    it.each([0, -1, 1.5, Number.NaN])('refuses to reserve %d values', async (count) => {
      await expect(opened().vault.reserveCounters('M1', 'K1', count)).rejects.toThrow(RangeError);
    });

    it('keeps reservations, and that it is forgotten, over a reopening', async () => {
      const under = opened();
      await under.vault.setCounter('M1', 'K1', 100);
      await under.vault.reserveCounters('M1', 'K1', 64);
      await under.vault.setCounter('M1', 'K2', 100);
      await under.vault.forgetCounter('M1', 'K2');
      const vault = await under.reopen();
      expect(await vault.reserveCounters('M1', 'K1', 64)).toEqual({ first: 164 });
      expect(await vault.reserveCounters('M1', 'K2', 64)).toBeUndefined();
    });
  });
}
