import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MatrixCase } from './matrix-case.js';
import { MatrixSite, ROWS, type MatrixMeter } from './matrix-site.js';
import { READ_CASES } from './reads.js';
import { WRITE_CASES } from './writes.js';

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

describe.each(ROWS)('A meter of %s (polyphase: %s)', (protocol, polyphase) => {
  it.each([...READ_CASES, ...WRITE_CASES].map((test) => [test.operation, test] as const))('%s', async (_operation, test) => {
    await check(test, matrix.meter(protocol, polyphase));
  });
});
