import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fault } from '#contract';
import { DEFAULT_POLICY, uniformPolicies } from '#domain';
import { accept, addDevice, DEVICE, UID } from '#domain/device/testing/samples.js';
import { EventRegistry, VirtualClock } from '#event-sourcing';
import { eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import { allEventTypes, deviceRepository } from '#orchestration';
import { openSqliteFile } from '#sqlite';
import { runCli } from '../program.js';

jest.setTimeout(60_000);

const ADDED = 'bbbbbbbb-0000-4000-8000-000000000001';
const START = Date.UTC(2026, 0, 1, 12);

let data: string;

/** A command that failed once and waits for its second attempt. */
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'meterlog-rerun-'));
  const file = await openSqliteFile({ path: join(data, 'events.db'), synchronous: 'NORMAL', modules: { events: eventsWriterModule } });
  const store = await openEmbeddedEventStore(file);
  const clock = new VirtualClock(START);
  const devices = deviceRepository({ store, registry: new EventRegistry(allEventTypes), clock, policies: uniformPolicies(DEFAULT_POLICY) });
  const by = (commandId: string, correlationUid = UID) => ({ commandId, correlationUid, causationId: null, actor: 'operations/demo/-' });
  const lost = { kind: 'failed', fault: fault(233, 'nobody listens', 'PROTOCOL_DLMS') } as const;
  const attempt = { correlationUid: UID, leaseToken: 'lease', attempt: 1 };
  await devices.execute(DEVICE, addDevice({ correlationUid: ADDED }), by('add', ADDED));
  await devices.execute(DEVICE, accept(), by('accept'));
  await devices.execute(DEVICE, { kind: 'StartAttempt', ...attempt }, by('start'));
  await devices.execute(DEVICE, { kind: 'FinishAttempt', ...attempt, facts: [], answers: [], outcome: lost }, by('finish'));
  await store.close();
  await file.close();
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function meterlog(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const environment = { METERLOG_DATA: data, ...settings };
  const code = await runCli(['rerun', ...args], { environment, out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

const rows = (out: string): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('meterlog rerun', () => {
  it.each([[[UID]], [[UID, '--device', DEVICE]]])('shows that every act is decided the same (%j)', async (args) => {
    const { code, out } = await meterlog([...args, '--json']);
    expect(rows(out)).toMatchObject([
      { command: 'Accept', same: true },
      { command: 'StartAttempt', same: true },
      { command: 'FinishAttempt', same: true },
      { correlationUid: UID, deviceIdentification: DEVICE, acts: 3, different: 0 },
    ]);
    expect(code).toBe(0);
  });

  it('re-runs a device that was added, whose keys are not in the record', async () => {
    const { code, out } = await meterlog([ADDED, '--json']);
    expect(rows(out).at(-1)).toMatchObject({ acts: 1, different: 0 });
    expect(code).toBe(0);
  });

  it.each([{ METERLOG_RETRY: '3x45s*2^n' }, { METERLOG_RETRY_RULES: 'GetActualMeterReads=3x45s*2^n' }])(
    'shows what %j would change, and ends with 1',
    async (settings) => {
      const { code, out } = await meterlog([UID], settings);
      expect(out).toContain('/dueAt: "2026-01-01T12:00:30.000Z" was recorded, "2026-01-01T12:00:45.000Z" today');
      expect(out).toContain(`3 acts of command ${UID} on ${DEVICE}: 1 decided otherwise today`);
      expect(code).toBe(1);
    },
  );

  it.each<[string, string[], Record<string, string>, number, RegExp]>([
    ['a command that nobody has', ['0'], {}, 1, /there is no command 0\n$/],
    ['a command of another device', [UID, '--device', 'E2'], {}, 1, /nothing is recorded of command .+ in the history of device E2\n$/],
    ['a setting that makes no sense', [UID], { METERLOG_RETRY: 'often' }, 2, /METERLOG_RETRY must look like/],
    ['a circuit that makes no sense', [UID], { METERLOG_CIRCUIT: 'often' }, 2, /METERLOG_CIRCUIT must be off, or look like/],
    ['no command', [], {}, 2, /missing required argument/],
    ['no record', [UID, '--data', '/nonexistent'], {}, 3, /holds no record/],
  ])('ends with an exit code for %s', async (_, args, settings, expected, message) => {
    const { code, error } = await meterlog(args, settings);
    expect(error).toMatch(message);
    expect(code).toBe(expected);
  });
});
