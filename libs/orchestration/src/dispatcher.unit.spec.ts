import { describe, expect, it } from '@jest/globals';
import { CommandRefusedError } from '#domain';
import { silentLog, VirtualClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import type { ResultsStore } from '#security/results/port.js';
import type { DeviceRepository } from './device-repository.js';
import { Dispatcher } from './dispatcher.js';
import { LimitTable, UNLIMITED } from './permits/limit-table.js';
import { localPermits } from './permits/local-permits.js';
import type { DueRow } from './ports.js';

const ROW = {
  deviceIdentification: 'A',
  correlationUid: '01a20fd7-78a4-798d-88fc-cf5153c5d13d',
  organisation: 'acme',
  cell: '',
  dueAt: 0,
  priority: 4,
  expiresAt: 1e12,
};

/** A dispatcher that knows of commands from its index alone, and whose claims are answered by `decide`. */
function dispatcherOn(clock: VirtualClock, rows: readonly DueRow[], decide: () => Promise<never>): Dispatcher {
  return new Dispatcher({
    devices: { execute: decide } as unknown as DeviceRepository,
    due: { waiting: async () => ({ rows, next: null }), runningRows: async () => [] },
    store: new MemoryEventStore(),
    permits: localPermits(new LimitTable(UNLIMITED)),
    gateway: { run: () => Promise.reject(new Error('unused')) },
    results: {} as unknown as ResultsStore,
    clock,
    log: silentLog,
    resultTtl: 1,
  });
}

describe('A claim that is refused although its row is true (the clock went back)', () => {
  it('is made again when its time has come, also when nothing else ever happens', async () => {
    const clock = new VirtualClock(0);
    const claims: number[] = [];
    const dispatcher = dispatcherOn(clock, [ROW], async () => {
      claims.push(clock.now());
      throw new CommandRefusedError('NOT_DUE', 'not yet', { until: 60_000 });
    });
    await dispatcher.start();
    await clock.advance(59_999);
    expect(claims).toEqual([0]);
    await clock.advance(1);
    expect(claims).toEqual([0, 60_000]);
    await dispatcher.stop(0);
  });
});

describe('A command whose events never reach the queue', () => {
  it('is found in the index within a minute', async () => {
    const clock = new VirtualClock(0);
    const claims: number[] = [];
    const rows: DueRow[] = [];
    const dispatcher = dispatcherOn(clock, rows, async () => {
      claims.push(clock.now());
      throw new CommandRefusedError('UNKNOWN_COMMAND', 'over');
    });
    await dispatcher.start();
    await clock.advance(1_000);
    rows.push(ROW);
    await clock.advance(60_000);
    expect(claims[0]).toBeGreaterThan(1_000);
    expect(claims[0]).toBeLessThanOrEqual(61_000);
    await dispatcher.stop(0);
  });
});
