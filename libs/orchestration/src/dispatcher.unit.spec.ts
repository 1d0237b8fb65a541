import { describe, expect, it } from '@jest/globals';
import { CommandRefusedError } from '#domain';
import { silentLog, VirtualClock } from '#event-sourcing';
import type { ResultsStore } from '#security/results/port.js';
import type { DeviceRepository } from './device-repository.js';
import { Dispatcher } from './dispatcher.js';

const ROW = { deviceIdentification: 'A', correlationUid: '01a20fd7-78a4-798d-88fc-cf5153c5d13d', dueAt: 0, priority: 4 };

describe('A claim that is refused although its row is true (the clock went back)', () => {
  it('is made again, also when nothing else ever happens', async () => {
    const clock = new VirtualClock(0);
    const claims: number[] = [];
    const devices = {
      execute: async () => {
        claims.push(clock.now());
        throw new CommandRefusedError('NOT_DUE', 'not yet');
      },
    } as unknown as DeviceRepository;
    const dispatcher = new Dispatcher({
      devices,
      due: { dueRows: async () => [ROW], nextDueAt: async () => 0, runningRows: async () => [] },
      runner: { positionOf: () => 7, onAdvance: () => () => undefined },
      gateway: { run: () => Promise.reject(new Error('unused')) },
      results: {} as unknown as ResultsStore,
      clock,
      log: silentLog,
      resultTtl: 1,
      concurrency: 1,
    });
    await dispatcher.start();
    await clock.advance(59_000);
    expect(claims).toHaveLength(1);
    await clock.advance(10_000);
    expect(claims).toHaveLength(2);
    await dispatcher.stop(0);
  });
});
