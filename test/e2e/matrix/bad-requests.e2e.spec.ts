import 'reflect-metadata';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { METER_OPERATIONS } from '#contract';
import { REQUEST_EXAMPLES } from '#contract/dto/index.js';
import { TestSite } from '../../support/test-site.js';
import type { ProblemView } from '../../support/views.js';

jest.setTimeout(120_000);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.20.12.1', meters: 1 });
});
afterAll(async () => site?.stop());

/** More than a body may have. */
const HUGE = 'x'.repeat(10 * 1024 * 1024);

it.each(METER_OPERATIONS)('%s refuses bad data by the name of the field, and nothing is recorded', async (operation) => {
  const meter = site.meter('SMR 5.1');
  const { data } = REQUEST_EXAMPLES[operation] as { readonly data?: object };
  const before = await site.api.get<{ revision: number }>(`/v1/devices/${meter}/state`);
  const bad = [
    ...(data === undefined ? [] : [undefined, null, {}]),
    { ...data, unknown: 1 },
    [],
    'x',
    1,
    true,
    { ...data, ["'; DROP TABLE x"]: '\u0000' },
  ];
  for (const given of bad) {
    const { status, body } = await site.api.post<ProblemView>(`/v1/commands/${operation}`, { deviceIdentification: meter, data: given });
    expect([given, status, body.code]).toEqual([given, 400, 401]);
    expect(body.errors.length).toBeGreaterThan(0);
    expect(body.errors.every(({ field }) => field.startsWith('data'))).toBe(true);
  }
  const huge = await site.api.post(`/v1/commands/${operation}`, { deviceIdentification: meter, data: { ...data, unknown: HUGE } });
  expect(huge.status).toBe(413);
  const after = await site.api.get<{ revision: number }>(`/v1/devices/${meter}/state`);
  expect(after.body.revision).toBe(before.body.revision);
});
