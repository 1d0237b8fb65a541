import { beforeEach, describe, expect, it } from '@jest/globals';
import { fault, type FaultCode } from '#contract';
import type { DeviceCommand } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { DEFAULT_CIRCUIT, DEFAULT_POLICY, uniformPolicies, type CircuitPolicy } from '../policy.js';
import { DeviceLife } from '../testing/device-life.js';
import { accept, addDevice, at, NOW, OPTIONS } from '../testing/samples.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OPENED = ['AttemptFailed', 'CircuitOpened', 'CommandFailed'];

let count: number;
beforeEach(() => {
  count = 0;
});

const house = (circuit: Partial<CircuitPolicy> = {}): DeviceLife =>
  new DeviceLife(uniformPolicies({ ...DEFAULT_POLICY, attempts: 1 }, { ...DEFAULT_CIRCUIT, ...circuit }));

/** Accepts a command and answers its uid. */
function accepted(life: DeviceLife, maxScheduleTime?: string): string {
  const correlationUid = `uid-${++count}`;
  life.act(accept({ correlationUid, options: { ...OPTIONS, ...(maxScheduleTime === undefined ? {} : { maxScheduleTime }) } }));
  return correlationUid;
}

const start = (correlationUid: string): DeviceCommand => ({ kind: 'StartAttempt', correlationUid, leaseToken: correlationUid });
const finish = (correlationUid: string, code?: FaultCode, reached = false): DeviceCommand => ({
  kind: 'FinishAttempt',
  correlationUid,
  attempt: 1,
  leaseToken: correlationUid,
  facts: [],
  answers: [],
  ...(reached ? { reached } : {}),
  outcome: code === undefined ? { kind: 'succeeded' } : { kind: 'failed', fault: fault(code, 'it failed', 'PROTOCOL_DLMS') },
});

/** A new command is tried once: answers what its end recorded. */
function tried(life: DeviceLife, code?: FaultCode, reached = false): readonly DeviceEvent[] {
  const uid = accepted(life);
  life.act(start(uid));
  return life.act(finish(uid, code, reached));
}

function unreachable(life: DeviceLife, times: number): void {
  for (let n = 0; n < times; n++) tried(life, 227);
}

const typesOf = (events: readonly DeviceEvent[]): readonly string[] => events.map(({ type }) => type);
const openedUntil = (events: readonly DeviceEvent[]): number | undefined => {
  const opened = events.find((event) => event.type === 'CircuitOpened');
  return opened === undefined ? undefined : Date.parse(opened.data.until) - NOW;
};

describe('A device that could not be reached five times in a row', () => {
  it('is left alone for a minute', () => {
    const life = house();
    unreachable(life, 4);
    expect(life.refusal(start(accepted(life)))).toBeUndefined();
    expect(tried(life, 227)).toMatchObject([
      { type: 'AttemptFailed' },
      { type: 'CircuitOpened', data: { until: at(MINUTE), failures: 5 } },
      { type: 'CommandFailed' },
    ]);
    const waiting = accepted(life);
    expect(life.refusal(start(waiting))).toMatchObject({ code: 'CIRCUIT_OPEN', until: NOW + MINUTE });
    life.now += MINUTE - 1;
    expect(life.refusal(start(waiting))).toMatchObject({ code: 'CIRCUIT_OPEN' });
    life.now += 1;
    expect(typesOf(life.act(start(waiting)))).toEqual(['AttemptStarted']);
  });

  it('is tried once after that, and left alone for longer each time, up to six hours', () => {
    const life = house();
    unreachable(life, 5);
    const pauses = Array.from({ length: 11 }, () => {
      life.now = life.state.contact.circuit?.until ?? NaN;
      const [probe, other] = [accepted(life), accepted(life)];
      life.act(start(probe));
      expect(life.refusal(start(other))).toMatchObject({ code: 'DEVICE_BUSY' });
      const until = openedUntil(life.act(finish(probe, 227)));
      expect(life.refusal(start(other))).toMatchObject({ code: 'CIRCUIT_OPEN' });
      return (until ?? NaN) - (life.now - NOW);
    });
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360].map((minutes) => minutes * MINUTE));
  });

  it('is called as ever once an attempt got through', () => {
    const life = house();
    unreachable(life, 5);
    life.now += MINUTE;
    expect(typesOf(tried(life))).toEqual(['CircuitClosed', 'CommandSucceeded']);
    expect(life.state.contact).toMatchObject({ failedConnections: 0 });
    unreachable(life, 4);
    expect(life.refusal(start(accepted(life)))).toBeUndefined();
  });

  it('is called as ever once its meter answered, be it with a fault', () => {
    const life = house();
    unreachable(life, 5);
    life.now += MINUTE;
    expect(typesOf(tried(life, 412, true))).toEqual(['AttemptFailed', 'CircuitClosed', 'CommandFailed']);
    expect(life.refusal(start(accepted(life)))).toBeUndefined();
  });

  it('is called at once when it was heard', () => {
    const life = house();
    unreachable(life, 5);
    const waiting = accepted(life);
    expect(life.act({ kind: 'RecordContact', correlationUid: 'push', source: 'push' })).toEqual([
      { type: 'CircuitClosed', data: { source: 'push' } },
    ]);
    expect(life.refusal(start(waiting))).toBeUndefined();
    expect(life.state.contact).toMatchObject({ failedConnections: 0, lastContact: new Date(life.now).toISOString() });
  });

  it('is called at once when it was registered anew: its address may be another one', () => {
    const life = house();
    unreachable(life, 5);
    const { data } = addDevice();
    const events = life.act(addDevice({ correlationUid: 'again', data: { ...data, overwrite: true } }));
    expect(typesOf(events)).toContain('CircuitClosed');
    expect(life.refusal(start(accepted(life)))).toBeUndefined();
  });

  it('does not keep a command from expiring', () => {
    const life = house();
    unreachable(life, 5);
    const late = accepted(life, at(MINUTE / 2));
    life.now += MINUTE / 2;
    expect(life.act(start(late))).toMatchObject([{ type: 'CommandExpired', data: { fault: { code: 417 } } }]);
  });
});

describe('What does not open the circuit', () => {
  it('is a device that was heard in between', () => {
    const life = house();
    unreachable(life, 4);
    tried(life);
    unreachable(life, 4);
    expect(life.state.contact.circuit).toBeUndefined();
  });

  it.each<FaultCode>([401, 412, 414, 416, 419, 805])('is fault %i, which says nothing of the connection', (code) => {
    const life = house();
    unreachable(life, 4);
    expect(typesOf(tried(life, code))).not.toContain('CircuitOpened');
    expect(life.state.contact.failedConnections).toBe(4);
  });

  it('is an attempt that the platform gave up', () => {
    const life = house();
    unreachable(life, 4);
    const uid = accepted(life);
    life.act(start(uid));
    expect(typesOf(life.act({ kind: 'AbandonAttempt', correlationUid: uid, leaseToken: uid }))).toEqual(['AttemptFailed', 'RetryScheduled']);
    expect(life.state.contact.failedConnections).toBe(4);
  });

  it('is anything, when it is off', () => {
    const life = house({ failures: Infinity });
    unreachable(life, 50);
    expect(life.state.contact).toMatchObject({ failedConnections: 50 });
    expect(life.refusal(start(accepted(life)))).toBeUndefined();
  });

  it('is a contact that changes nothing', () => {
    expect(house().act({ kind: 'RecordContact', correlationUid: 'push', source: 'push' })).toEqual([]);
  });
});

describe('Where commands do not wait for a device that cannot be reached', () => {
  it('they fail as the last attempt did', () => {
    const life = house({ whileOpen: 'fail' });
    unreachable(life, 5);
    const failed = { type: 'CommandFailed', data: { fault: { ...fault(227, 'it failed', 'PROTOCOL_DLMS') } } };
    expect(life.act(start(accepted(life)))).toEqual([failed]);
    life.now += MINUTE;
    expect(typesOf(life.act(start(accepted(life))))).toEqual(['AttemptStarted']);
  });

  it('they still expire first', () => {
    const life = house({ whileOpen: 'fail' });
    unreachable(life, 5);
    const late = accepted(life, at(1_000));
    life.now += 1_000;
    expect(typesOf(life.act(start(late)))).toEqual(['CommandExpired']);
  });
});

describe('The history of contacts', () => {
  it('is told once a day at most, and begins with a failure', () => {
    const life = house({ failures: Infinity });
    tried(life);
    const begin = life.now;
    for (let hour = 0; hour < 24; hour++) {
      expect(typesOf(tried(life, hour % 2 === 0 ? 227 : 225))).toEqual(['AttemptFailed', 'CommandFailed']);
      life.now += HOUR;
    }
    expect(tried(life)).toMatchObject([
      {
        type: 'ContactSummarised',
        data: {
          from: new Date(begin).toISOString(),
          to: new Date(begin + 24 * HOUR).toISOString(),
          attempts: 24,
          failures: 24,
          codes: { 227: 12, 225: 12 },
        },
      },
      { type: 'CommandSucceeded' },
    ]);
    life.now += 48 * HOUR;
    expect(typesOf(tried(life))).toEqual(['CommandSucceeded']);
  });

  it('counts the attempts that got through between those that did not', () => {
    const life = house();
    tried(life, 227);
    tried(life);
    tried(life, 412, true);
    life.now += 24 * HOUR;
    expect(tried(life, 227)[0]).toMatchObject({ type: 'ContactSummarised', data: { attempts: 3, failures: 1, codes: { 227: 1 } } });
  });

  it('is no flood: a device that stays away has one event more per attempt, and few attempts', () => {
    const life = house();
    unreachable(life, 4);
    let events: readonly DeviceEvent[] = [];
    while (life.now < NOW + 10 * 24 * HOUR) {
      const end = tried(life, 227);
      expect(typesOf(end.filter(({ type }) => type !== 'ContactSummarised'))).toEqual(OPENED);
      events = [...events, ...end];
      life.now = life.state.contact.circuit?.until ?? NaN;
    }
    expect(events.filter(({ type }) => type === 'AttemptFailed').length).toBeLessThan(10 * 4 + 12);
    expect(events.filter(({ type }) => type === 'ContactSummarised').length).toBeLessThanOrEqual(10);
  });
});
