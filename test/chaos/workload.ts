import type { Random } from './random.js';

/** A command that a client wants to have carried out once, however often it has to ask. */
export interface PlannedCommand {
  readonly operation: string;
  readonly deviceIdentification: string;
  readonly data?: unknown;
  readonly options?: unknown;
  readonly idempotencyKey: string;
}

const day = 86_400_000;

/** A mix of everything that runs on a meter. */
export function plan(count: number, devices: readonly string[], random: Random, now: number): readonly PlannedCommand[] {
  return Array.from({ length: count }, (_, index) => {
    const deviceIdentification = random.pick(devices);
    const from = new Date(now - random.between(1, 5) * day).toISOString();
    const until = new Date(now).toISOString();
    const reads = { periodType: random.pick(['INTERVAL', 'DAILY']), beginDate: from, endDate: until };
    const events = { eventLogCategory: random.pick(['STANDARD_EVENT_LOG', 'FRAUD_DETECTION_LOG']), from, until };
    const sync = { timeZone: 'Europe/Amsterdam' };
    const bodies = [
      { operation: 'GetActualMeterReads' },
      { operation: 'GetPeriodicMeterReads', data: reads },
      { operation: 'FindEvents', data: { queries: [events] } },
      { operation: 'SynchronizeTime', data: sync },
      {
        operation: 'Bundle',
        data: {
          actions: [
            { operation: 'SynchronizeTime', data: sync },
            { operation: 'GetActualMeterReads' },
            { operation: 'GetPeriodicMeterReads', data: reads },
            { operation: 'FindEvents', data: events },
          ],
        },
      },
    ];
    return { ...random.pick(bodies), deviceIdentification, options: { priority: random.between(0, 9) }, idempotencyKey: `chaos-${index}` };
  });
}
