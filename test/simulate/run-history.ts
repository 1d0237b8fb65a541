import { Random } from '../chaos/random.js';
import { judgeEnd } from './checks/judge-end.js';
import type { Act } from './plan/acts.js';
import { planOf } from './plan/plan.js';
import { Clients } from './world/clients.js';
import { PlatformProcess } from './world/platform-process.js';
import { World } from './world/world.js';

/** Everything ends in the end: a command that is not over this long after the last trouble never will be, ms. */
const LONGEST_CALM = 12 * 3_600_000;
/** What is on its way when the last command ends, ms. */
const REST = 10_000;

export interface HistoryReport {
  readonly seed: number;
  readonly violations: readonly string[];
  /** In order, readable; empty unless it was asked for. */
  readonly trace: readonly string[];
  readonly commands: number;
  readonly events: number;
  readonly sessions: number;
  readonly lives: number;
  /** Simulated, s. */
  readonly seconds: number;
}

/** All promises that can go on without time going on go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One random history of the platform under virtual time; the same seed gives the same one. */
export async function runHistory(seed: number, isTraced = false): Promise<HistoryReport> {
  const plan = planOf(new Random(seed));
  const world = new World(plan, seed ^ 0x5eed, isTraced);
  const processes = Array.from({ length: plan.processes }, (_, index) => new PlatformProcess(world, `process ${index + 1}`));
  const clients = new Clients(world, processes);
  for (const process of processes) process.start(undefined);
  for (const [device, cell] of plan.cells.entries()) clients.register(device, cell);
  await pass(world, () => clients.waiting === 0, plan.calmAt);
  const clientsOf = new Set(plan.acts.flatMap(({ act }) => (act.kind === 'send' ? [`${act.device}/${act.organisation}`] : [])));
  for (const pair of clientsOf) clients.grant(Number.parseInt(pair, 10), pair.slice(pair.indexOf('/') + 1));
  await pass(world, () => clients.waiting === 0, plan.calmAt);
  for (const { at, act } of plan.acts) world.time.at(world.time.now + at, () => happen(act, world, processes, clients));
  await pass(world, () => false, world.time.now + plan.calmAt);
  return end();

  async function end(): Promise<HistoryReport> {
    const { time, record, field, findings } = world;
    world.changeWeather();
    await pass(world, () => clients.waiting === 0 && record.open.length === 0 && processes.every(({ isWell }) => isWell), time.now + LONGEST_CALM);
    await pass(world, () => false, time.now + REST);
    judgeEnd(world, processes, clients);
    let stopped = 0;
    for (const process of processes) void process.stop().then(() => stopped++);
    await pass(world, () => stopped === processes.length, time.now + LONGEST_CALM);
    if (stopped < processes.length) findings.add('a process could not be stopped');
    const lives = processes.reduce((sum, process) => sum + process.lives, 0);
    const counts = { commands: clients.accepted.size, events: record.events, sessions: field.sessions, lives };
    return { seed, violations: findings.violations, trace: findings.trace, ...counts, seconds: Math.round(time.now / 1_000) };
  }
}

/** Time goes on until `isOver`, at most until `until` (ms from the start). */
async function pass({ time }: World, isOver: () => boolean, until: number): Promise<void> {
  do await turn();
  while (!isOver() && time.step(until));
}

function happen(act: Act, world: World, processes: readonly PlatformProcess[], clients: Clients): void {
  const { findings, clock } = world;
  if (act.kind !== 'send') findings.tell(() => `plan: ${JSON.stringify(act)}`);
  switch (act.kind) {
    case 'limit':
      world.limits.set(act.scope, { ...act, since: world.time.now });
      world.permits.limitChanged(act.scope);
      for (const process of processes) process.setLimit(act.scope);
      return;
    case 'jump':
      world.trouble();
      return clock.jump(act.by);
    case 'kill':
      return processes[act.process % processes.length]?.kill(act.downtime, act.nextDiesAtCall);
    case 'freeze':
      return processes[act.process % processes.length]?.freeze(act.lasting);
    case 'weather':
      return world.changeWeather();
    default:
      return clients.do(act);
  }
}
