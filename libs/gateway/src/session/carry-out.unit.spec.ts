import { describe, expect, it } from '@jest/globals';
import { d } from '#dlms';
import type { Effect, OperationOutcome, Verdict } from '../operations/operation.js';
import { ScriptedAccess } from '../testing/scripted-access.js';
import { carryOut } from './carry-out.js';

const ref = { classId: 1, obis: '0.0.97.98.0.255', attribute: 2 };
const written: OperationOutcome = { response: null, description: 'was written', facts: [] };
const found: OperationOutcome = { response: null, description: 'was found', facts: [] };
const action = { index: 3, operation: 'SynchronizeTime' } as const;

/** An effect that sets one attribute, and reads it before it judges. */
function effect(verdict: Verdict = { verdict: 'not done' }): Effect {
  return {
    async execute(access) {
      await access.set(ref, d.u32(0));
      return written;
    },
    async verify(access) {
      await access.get([ref]);
      return verdict;
    },
  };
}

describe('an effect', () => {
  it('is not sent before the journal says that it is written down', async () => {
    const access = new ScriptedAccess({});
    const durable = Promise.withResolvers<void>();
    const begun: number[] = [];
    const running = carryOut(action, effect(), access, {
      started(index) {
        begun.push(index);
        return durable.promise;
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect({ begun, writes: access.writes }).toEqual({ begun: [3], writes: [] });
    durable.resolve();
    expect(await running).toBe(written);
    expect(access.writes).toHaveLength(1);
  });

  it('is never sent when it cannot be written down', async () => {
    const access = new ScriptedAccess({});
    const running = carryOut(action, effect(), access, { started: () => Promise.reject(new Error('the store is down')) });
    await expect(running).rejects.toMatchObject({ name: 'JournalError' });
    expect(access.writes).toEqual([]);
  });

  it('is not looked for unless it is in doubt', async () => {
    const access = new ScriptedAccess({});
    await carryOut(action, effect({ verdict: 'done', outcome: found }), access, undefined);
    expect({ reads: access.reads, writes: access.writes.length }).toEqual({ reads: [], writes: 1 });
  });
});

describe('an effect in doubt', () => {
  const doubtful = { ...action, doubtful: true } as const;
  const begun: number[] = [];
  const journal = { started: async (index: number) => void begun.push(index) };

  it('is not done again when the meter shows that it was done', async () => {
    const access = new ScriptedAccess({});
    expect(await carryOut(doubtful, effect({ verdict: 'done', outcome: found }), access, journal)).toBe(found);
    expect({ begun, writes: access.writes }).toEqual({ begun: [], writes: [] });
  });

  it('is left alone when the meter cannot tell', async () => {
    const access = new ScriptedAccess({});
    const running = carryOut(doubtful, effect({ verdict: 'cannot tell' }), access, journal);
    await expect(running).rejects.toMatchObject({ code: 414 });
    expect({ begun, writes: access.writes }).toEqual({ begun: [], writes: [] });
  });

  it('is done, and written down again, when the meter shows that it was not', async () => {
    const access = new ScriptedAccess({});
    expect(await carryOut(doubtful, effect({ verdict: 'not done' }), access, journal)).toBe(written);
    expect({ begun, writes: access.writes.length }).toEqual({ begun: [3], writes: 1 });
  });
});

describe('an operation whose repetition is harmless', () => {
  it('troubles no journal', async () => {
    const journal = { started: () => Promise.reject(new Error('unused')) };
    expect(await carryOut(action, () => Promise.resolve(written), new ScriptedAccess({}), journal)).toBe(written);
  });
});
