import { OPERATIONS, type BundleableOperation, type CommandOptions, type OperationDefinition, type OperationName } from '#contract';
import type { CircuitPolicy, CommandPolicy } from '#domain';
import type { Random } from '../../chaos/random.js';
import type { Act, Cell, Limit, Send, TimedAct, Touch } from './acts.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Everything about a history that chance decides ahead of it. */
export interface Plan {
  readonly cells: readonly Cell[];
  readonly processes: number;
  readonly policy: CommandPolicy;
  readonly circuit: CircuitPolicy;
  readonly limits: readonly Limit[];
  readonly acts: readonly TimedAct[];
  /** From here on nothing goes wrong any more, ms from the start. */
  readonly calmAt: number;
  /** Call of a port at which the first lives end. */
  readonly firstDiesAtCall: number | undefined;
  /** Of its dispatcher, without a signal, ms. */
  readonly longestSleep: number;
  /** Probabilities per call of a port. */
  readonly broken: number;
  readonly slow: number;
}

const CELLS: readonly Cell[] = [{ btsId: 1, cellId: 1 }, { btsId: 1, cellId: 2 }, { btsId: 2, cellId: 1 }, {}];
const SCOPES = ['', '1', '2', '1/1', '1/2', '2/1'];
const ORGANISATIONS = ['north', 'south', 'east'];
const SYNC = { timeZone: 'Europe/Amsterdam' };
const EVENTS = { eventLogCategory: 'STANDARD_EVENT_LOG', from: '2026-01-01T00:00:00Z', until: '2026-01-01T01:00:00Z' };
const READS = { periodType: 'DAILY', beginDate: '2025-12-01T00:00:00Z', endDate: '2026-01-01T00:00:00Z' };

const DATA: Readonly<Partial<Record<OperationName, unknown>>> = { SynchronizeTime: SYNC, GetPeriodicMeterReads: READS };
const ACTION_DATA: Readonly<Partial<Record<OperationName, unknown>>> = { ...DATA, FindEvents: EVENTS };
const BUNDLEABLE = (Object.keys(OPERATIONS) as OperationName[]).filter((name): name is BundleableOperation => OPERATIONS[name].bundleable);
const thoseThat = (repeating: OperationDefinition['repeating']): readonly BundleableOperation[] =>
  BUNDLEABLE.filter((name) => OPERATIONS[name].repeating === repeating);
const [HARMLESS, CHECKABLE, DANGEROUS] = [thoseThat('harmless'), thoseThat('checkable'), thoseThat('dangerous')];

/** One as often as the other, however many operations there are of each kind. */
const anyOperation = (random: Random): BundleableOperation => random.pick(random.pick([HARMLESS, CHECKABLE, DANGEROUS]));

export function planOf(random: Random): Plan {
  // Everybody wants something of a few meters of one cell at once.
  const isCrowded = random.next() < 0.3;
  const devices = isCrowded ? random.between(2, 6) : random.between(1, 12);
  const window = isCrowded ? 5 * SECOND : random.pick([2 * SECOND, MINUTE, 10 * MINUTE, HOUR]);
  const commands = isCrowded ? random.between(10, 30) : random.between(1, 30);
  const processes = random.next() < 0.15 ? 2 : 1;
  // Two processes look after their leases and permits all the time: what they live through has to be shorter.
  const lifetime = random.pick(processes === 1 ? [5 * MINUTE, 30 * MINUTE, 2 * HOUR] : [2 * MINUTE, 10 * MINUTE]);
  const narrow = isCrowded ? 1 : random.pick([1, 2, CELLS.length]);
  const restless = random.pick([0, 1, 1, 3]);
  const times = (count: number, act: () => Act): TimedAct[] => Array.from({ length: count }, () => ({ at: random.between(0, window), act: act() }));
  const acts = [
    ...Array.from({ length: commands }, (_, number) => ({ at: random.between(0, window), act: send(random, number, devices) })),
    ...times(random.between(0, (isCrowded ? 2 : 1) * commands), () => touch(random, commands)),
    ...times(random.between(0, 2 * restless), () => limit(random)),
    ...times(random.between(0, restless), () => ({ kind: 'weather' })),
    ...times(random.between(0, restless), () => ({ kind: 'hear', device: random.between(0, devices - 1) })),
    ...times(random.pick([0, 0, restless]), () => ({ kind: 'move', device: random.between(0, devices - 1), cell: random.pick(CELLS) })),
    ...times(random.pick([0, 0, restless]), () => ({ kind: 'jump', by: random.pick([-1, 1]) * random.pick([SECOND, MINUTE, 20 * MINUTE]) })),
    ...times(random.pick([0, restless, 2 * restless]), () => ({
      kind: 'kill',
      process: random.between(0, 1),
      downtime: random.pick([10, SECOND, MINUTE, 10 * MINUTE]),
      nextDiesAtCall: mortality(random),
    })),
    ...times(random.pick([0, restless]), () => ({
      kind: 'freeze',
      process: random.between(0, 1),
      lasting: random.pick([SECOND, 20 * SECOND, 2 * MINUTE]),
    })),
  ].sort((a, b) => a.at - b.at);
  return {
    cells: Array.from({ length: devices }, () => CELLS[random.between(0, narrow - 1)] ?? {}),
    processes,
    policy: { attempts: random.between(1, 4), retryDelay: random.pick([SECOND, 30 * SECOND]), retryCap: 10 * MINUTE, lifetime },
    circuit: {
      failures: random.pick([1, 2, 5]),
      pause: random.pick([SECOND, MINUTE]),
      cap: 10 * MINUTE,
      whileOpen: random.pick(['wait', 'wait', 'fail']),
    },
    limits: isCrowded
      ? [{ ...limit(random), scope: '1/1', concurrency: 1 }]
      : random.pick([[], [limit(random)], [{ ...limit(random), scope: '' }, limit(random)]]),
    acts,
    calmAt: window + random.pick([0, MINUTE, 20 * MINUTE]),
    firstDiesAtCall: restless === 0 ? undefined : mortality(random),
    longestSleep: lifetime > 10 * MINUTE ? MINUTE : random.pick([5 * SECOND, MINUTE]),
    broken: restless < 2 ? 0 : random.pick([0, 0.002, 0.02]),
    slow: random.pick([0, 0.05, 0.5]),
  };
}

const mortality = (random: Random): number | undefined => (random.next() < 0.5 ? undefined : random.between(1, random.pick([20, 100, 400])));

function send(random: Random, number: number, devices: number): Send {
  const operation = random.next() < 0.35 ? 'Bundle' : anyOperation(random);
  const actions = Array.from({ length: random.between(1, 4) }, () => {
    const name = anyOperation(random);
    return { operation: name, ...(ACTION_DATA[name] === undefined ? {} : { data: ACTION_DATA[name] }) };
  });
  const data = operation === 'Bundle' ? { actions } : (DATA[operation] ?? null);
  const options: CommandOptions = { priority: random.between(0, 9), bypassRetry: random.next() < 0.15 };
  const later = random.pick([SECOND, MINUTE, 10 * MINUTE]);
  return {
    kind: 'send',
    number,
    device: random.between(0, devices - 1),
    organisation: random.pick(ORGANISATIONS),
    operation,
    data,
    options,
    ...(random.next() < 0.25 ? { scheduledIn: random.between(-later, later) } : {}),
    ...(random.next() < 0.25 ? { expiresIn: random.between(-SECOND, 2 * later) } : {}),
  };
}

function touch(random: Random, commands: number): Touch {
  const kind = random.pick(['cancel', 'hold', 'hold', 'release', 'prioritise', 'decide', 'decide', 'delete-response'] as const);
  return { kind, number: random.between(0, commands - 1), priority: random.between(0, 9), again: random.next() < 0.5 };
}

function limit(random: Random): Limit {
  return { kind: 'limit', scope: random.pick(SCOPES), concurrency: random.pick([-1, 0, 1, 1, 2, 5]), newPerSecond: random.pick([-1, -1, 1, 5]) };
}
