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

/** Ms from the moment of planning. */
const LATEST_START = 60_000;

/** When it is to start and to be over: most at any time. */
function times(random: Random, now: number): { scheduleTime?: string; maxScheduleTime?: string } {
  const start = now + random.between(0, LATEST_START);
  const scheduleTime = random.next() < 0.1 ? { scheduleTime: new Date(start).toISOString() } : {};
  return random.next() < 0.1 ? { ...scheduleTime, maxScheduleTime: new Date(start + random.between(0, LATEST_START)).toISOString() } : scheduleTime;
}

/** A mix of everything that runs on a meter, also of what must not be done twice. */
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
      { operation: 'ClearAlarmRegister' },
      {
        operation: 'Bundle',
        data: { actions: [{ operation: 'ClearAlarmRegister' }, { operation: 'GetActualMeterReads' }, { operation: 'ClearAlarmRegister' }] },
      },
      {
        operation: 'Bundle',
        data: {
          actions: [
            { operation: 'SynchronizeTime', data: sync },
            { operation: 'GetActualMeterReads' },
            { operation: 'ClearAlarmRegister' },
            { operation: 'GetPeriodicMeterReads', data: reads },
            { operation: 'FindEvents', data: events },
          ],
        },
      },
    ];
    const options = { priority: random.between(0, 9), ...(random.next() < 0.1 ? { bypassRetry: true } : {}), ...times(random, now) };
    return { ...random.pick(bodies), deviceIdentification, options, idempotencyKey: `chaos-${index}` };
  });
}
