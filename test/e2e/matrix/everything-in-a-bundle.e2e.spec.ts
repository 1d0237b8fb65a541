import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BUNDLEABLE_OPERATIONS } from '#contract';
import { REQUEST_EXAMPLES } from '#contract/dto/index.js';
import { historyOf } from '../../support/history.js';
import { MatrixSite, type MatrixMeter } from './matrix-site.js';

jest.setTimeout(120_000);

let matrix: MatrixSite;
beforeAll(async () => {
  matrix = await MatrixSite.start('127.20.11.1');
});
afterAll(async () => matrix?.stop());

const ACTIONS = BUNDLEABLE_OPERATIONS.map((operation) => ({ operation, data: (REQUEST_EXAMPLES[operation] as { readonly data?: unknown }).data }));

interface Slot {
  readonly operation: string;
  readonly result: string;
  readonly fault?: { readonly code: number };
}

async function run(meter: MatrixMeter): Promise<readonly Slot[]> {
  const command = await matrix.site.api.run('Bundle', meter.id, { actions: ACTIONS });
  expect(command).toMatchObject({ status: 'SUCCEEDED', fault: null });
  return (command.response as { readonly actions: readonly Slot[] }).actions;
}

describe('A bundle of every operation', () => {
  it('is answered slot by slot, in one association, by a meter that has everything', async () => {
    const meter = matrix.meter('SMR 5.5', true);
    const before = await matrix.site.counters(meter.id);
    const slots = await run(meter);
    expect(slots.map(({ operation, result }) => [operation, result])).toEqual(BUNDLEABLE_OPERATIONS.map((operation) => [operation, 'OK']));
    const after = await matrix.site.counters(meter.id);
    expect(after.associations - before.associations).toBe(1);
  });

  it('is answered with 416 where an old meter does not have what an action is about, and otherwise as ever', async () => {
    const slots = await run(matrix.meter('DSMR 2.2', false));
    const refused = slots.filter(({ result }) => result === 'NOT OK');
    expect(refused.length).toBeGreaterThan(5);
    expect(refused.map(({ operation, fault }) => [operation, fault?.code])).toEqual(refused.map(({ operation }) => [operation, 416]));
    expect(slots.filter(({ result }) => result === 'OK').map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['GetActualMeterReads', 'ClearAlarmRegister', 'SetSpecialDays', 'GetAllAttributeValues']),
    );
  });

  it('writes down that it begins before each action that must not simply be repeated', async () => {
    const meter = matrix.meter('SMR 5.2', true);
    await run(meter);
    const history = await historyOf(matrix.site.api, meter.id);
    const begun = history.filter(({ type }) => type === 'ActionStarted').map(({ data }) => data['operation']);
    expect(begun).toEqual(expect.arrayContaining(['ClearAlarmRegister', 'ClearMBusStatusOnAllChannels', 'SetActivityCalendar']));
    expect(begun).not.toEqual(expect.arrayContaining(['GetActualMeterReads']));
    expect(begun).not.toEqual(expect.arrayContaining(['SynchronizeTime']));
  });
});
