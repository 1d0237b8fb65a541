import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MATRIX_CASES } from './cases.js';
import type { MatrixCase } from './matrix-case.js';
import { ALL_KINDS, MatrixSite, ONE_KIND_PER_PROFILE, type MatrixMeter } from './matrix-site.js';
import { headingOf, titleOf } from './titles.js';

jest.setTimeout(120_000);

let matrix: MatrixSite;
beforeAll(async () => {
  matrix = await MatrixSite.start('127.20.10.1');
});
afterAll(async () => matrix?.stop());

async function check(test: MatrixCase, meter: MatrixMeter): Promise<void> {
  const has = test.has(meter);
  if (has) await test.arrange?.(matrix, meter);
  const command = await matrix.site.api.run(test.operation, meter.id, test.data);
  if (!has) {
    expect(command).toMatchObject({ status: 'FAILED', fault: { code: 416, component: 'PROTOCOL_DLMS' }, attempts: [{ number: 1 }] });
    return;
  }
  expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK', fault: null });
  if (test.response !== undefined) expect(command.response).toMatchObject((await test.response(matrix, meter)) as object);
  await test.readBack?.(matrix, meter);
}

// The full form is `npm run matrix`.
const kinds = process.env['METERLOG_MATRIX'] === 'full' ? ALL_KINDS : ONE_KIND_PER_PROFILE;

describe.each(kinds.map((kind) => [headingOf(kind), kind] as const))('%s', (_heading, kind) => {
  it.each(MATRIX_CASES.map((test) => [titleOf(test, kind), test] as const))('%s', async (_title, test) => {
    await check(test, matrix.meter(kind.protocol, kind.polyphase));
  });
});
