import { describe, expect, it } from '@jest/globals';
import { fault, type CommandOptions } from '#contract';
import { DEFAULT_POLICY, policiesOf, uniformPolicies, type CommandPolicies, type CommandPolicy } from '../policy.js';
import { DeviceLife } from '../testing/device-life.js';
import { accept, at, NOW, OPTIONS, UID } from '../testing/samples.js';

const SECOND = 1_000;
const unreachable = fault(227, 'nobody answered', 'PROTOCOL_DLMS');

interface Life {
  /** Of each attempt: when it began, s after acceptance, and with which priority. */
  readonly attempts: readonly (readonly [number, number])[];
  /** Type of the last event, and when it came. */
  readonly end: readonly [string, number];
}

/** A command whose attempts all fail after `session` ms, from its acceptance to its end; whoever runs it is never late. */
function failing(session: number, options: Partial<CommandOptions>, policies: CommandPolicies): Life {
  const life = new DeviceLife(policies);
  const attempts: [number, number][] = [];
  let last = life.act(accept({ options: { ...OPTIONS, ...options } })).at(-1);
  for (let open = life.state.open[UID]; open !== undefined; open = life.state.open[UID]) {
    life.now = Math.min(Math.max(life.now, open.dueAt), open.expiresAt);
    const leaseToken = `lease-${open.attempt}`;
    const [claim] = life.act({ kind: 'StartAttempt', correlationUid: UID, leaseToken });
    last = claim;
    if (claim?.type !== 'AttemptStarted') continue;
    attempts.push([(life.now - NOW) / SECOND, open.priority]);
    life.now += session;
    const outcome = { kind: 'failed', fault: unreachable } as const;
    const { attempt } = claim.data;
    last = life.act({ kind: 'FinishAttempt', correlationUid: UID, attempt, leaseToken, facts: [], answers: [], outcome }).at(-1);
  }
  return { attempts, end: [last?.type ?? '', (life.now - NOW) / SECOND] };
}

const of = (change: Partial<CommandPolicy> = {}): CommandPolicies => uniformPolicies({ ...DEFAULT_POLICY, ...change });

interface Row {
  readonly name: string;
  readonly session?: number;
  readonly options?: Partial<CommandOptions>;
  readonly policies?: CommandPolicies;
  readonly attempts: Life['attempts'];
  readonly end: Life['end'];
}

const TIMETABLE: readonly Row[] = [
  {
    name: 'three attempts: at once, 30 s and 60 s after the one before ended',
    attempts: [
      [0, 4],
      [30, 4],
      [90, 3],
    ],
    end: ['CommandFailed', 90],
  },
  {
    name: 'the time of a session counts, to the millisecond: nothing is rounded to minutes',
    session: 12_345,
    attempts: [
      [0, 4],
      [42.345, 4],
      [114.69, 3],
    ],
    end: ['CommandFailed', 127.035],
  },
  {
    name: 'the delay doubles each time, and the priority falls at every second retry',
    policies: of({ attempts: 7 }),
    attempts: [
      [0, 4],
      [30, 4],
      [90, 3],
      [210, 3],
      [450, 2],
      [930, 2],
      [1890, 1],
    ],
    end: ['CommandFailed', 1890],
  },
  {
    name: 'the delay grows up to its cap, and the priority does not fall below 0',
    policies: of({ attempts: 6, retryCap: 70_000 }),
    options: { priority: 1 },
    attempts: [
      [0, 1],
      [30, 1],
      [90, 0],
      [160, 0],
      [230, 0],
      [300, 0],
    ],
    end: ['CommandFailed', 300],
  },
  { name: 'bypassRetry allows one', options: { bypassRetry: true }, attempts: [[0, 4]], end: ['CommandFailed', 0] },
  {
    name: 'bypassRetry is kept with the schedule',
    options: { bypassRetry: true, scheduleTime: at(3_600_000) },
    attempts: [[3600, 4]],
    end: ['CommandFailed', 3600],
  },
  {
    name: 'a scheduled command is tried from its time on',
    options: { scheduleTime: at(3_600_000) },
    attempts: [
      [3600, 4],
      [3630, 4],
      [3690, 3],
    ],
    end: ['CommandFailed', 3690],
  },
  {
    name: 'a retry after maxScheduleTime is none: it expires then',
    options: { maxScheduleTime: at(50_000) },
    attempts: [
      [0, 4],
      [30, 4],
    ],
    end: ['CommandExpired', 50],
  },
  {
    name: 'one exactly at maxScheduleTime is none, either: that comes before anything else',
    options: { maxScheduleTime: at(30_000) },
    attempts: [[0, 4]],
    end: ['CommandExpired', 30],
  },
  {
    name: 'what has no attempt left has failed, not expired',
    options: { maxScheduleTime: at(90_001) },
    attempts: [
      [0, 4],
      [30, 4],
      [90, 3],
    ],
    end: ['CommandFailed', 90],
  },
  {
    name: 'the rule for an operation of an organisation comes before all others',
    policies: policiesOf(DEFAULT_POLICY, [
      { organisation: 'operations', policy: { ...DEFAULT_POLICY, attempts: 9 } },
      { operation: 'GetActualMeterReads', policy: { ...DEFAULT_POLICY, attempts: 8 } },
      { operation: 'GetActualMeterReads', organisation: 'operations', policy: { ...DEFAULT_POLICY, attempts: 2, retryDelay: 1_000 } },
    ]),
    attempts: [
      [0, 4],
      [1, 4],
    ],
    end: ['CommandFailed', 1],
  },
  {
    name: 'the rule for an operation comes before that for an organisation',
    policies: policiesOf(DEFAULT_POLICY, [
      { organisation: 'operations', policy: { ...DEFAULT_POLICY, attempts: 9 } },
      { operation: 'GetActualMeterReads', policy: { ...DEFAULT_POLICY, attempts: 1 } },
    ]),
    attempts: [[0, 4]],
    end: ['CommandFailed', 0],
  },
  {
    name: 'the rule for an organisation comes before the common one',
    policies: policiesOf(DEFAULT_POLICY, [
      { organisation: 'others', policy: { ...DEFAULT_POLICY, attempts: 9 } },
      { organisation: 'operations', policy: { ...DEFAULT_POLICY, attempts: 1 } },
      { operation: 'FindEvents', policy: { ...DEFAULT_POLICY, attempts: 9 } },
    ]),
    attempts: [[0, 4]],
    end: ['CommandFailed', 0],
  },
];

describe('The timetable of retries', () => {
  it.each(TIMETABLE)('$name', ({ session = 0, options = {}, policies = of(), attempts, end }) => {
    expect(failing(session, options, policies)).toEqual({ attempts, end });
  });
});
