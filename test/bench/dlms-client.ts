import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { runFloorSession, type ExchangeSize } from './dlms-floor.js';
import { breakdown, type Breakdown, type PerMessage } from './dlms-replay.js';
import { planOf, runSession, type BenchMeter, type Recording } from './dlms-session.js';

/** What the measured process is to do; the path of a JSON file is its only argument. */
export type Job = {
  readonly port: number;
  /** Invocation counters start here: above those of all jobs before. */
  readonly firstCounter: number;
} & (
  | { readonly kind: 'sessions'; readonly meters: readonly BenchMeter[]; readonly sessions: number; readonly workers: number; readonly now: number }
  | { readonly kind: 'breakdown'; readonly meters: readonly BenchMeter[]; readonly rounds: number; readonly now: number }
  | { readonly kind: 'floor'; readonly sizes: readonly ExchangeSize[]; readonly sessions: number; readonly workers: number }
);

export type Outcome =
  | { readonly kind: 'sessions' | 'floor'; readonly cpuPerSession: number }
  | { readonly kind: 'breakdown'; readonly parts: Breakdown; readonly messages: PerMessage; readonly sizes: readonly ExchangeSize[] };

const RESULT = 'RESULT ';
let counter = 0;
const nextCounter = (): number => (counter += 1);

async function inParallel(count: number, workers: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

async function measured(sessions: number, workers: number, session: (index: number) => Promise<void>): Promise<number> {
  await inParallel(Math.ceil(sessions / 3), workers, session);
  const before = process.cpuUsage();
  await inParallel(sessions, workers, session);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / sessions;
}

async function perform(job: Job): Promise<Outcome> {
  switch (job.kind) {
    case 'sessions': {
      const { meters, port, now } = job;
      const cpuPerSession = await measured(job.sessions, job.workers, (index) => {
        const meter = meters[index % meters.length];
        if (meter === undefined) throw new Error('no meters');
        return runSession(meter.address, port, planOf(meter, nextCounter, now));
      });
      return { kind: 'sessions', cpuPerSession };
    }
    case 'floor':
      return {
        kind: 'floor',
        cpuPerSession: await measured(job.sessions, job.workers, () => runFloorSession('127.0.0.1', job.port, job.sizes)),
      };
    case 'breakdown': {
      const [meter] = job.meters;
      if (meter === undefined) throw new Error('no meters');
      const recording: Recording = { requests: [], answers: [] };
      const [challenge, first] = [randomBytes(16), counter];
      const plan = () => {
        counter = first;
        return planOf(meter, nextCounter, job.now, challenge);
      };
      await runSession(meter.address, job.port, plan(), recording);
      const sizes = recording.requests.map((request, index) => ({ request: request.length, answer: recording.answers[index]?.length ?? 0 }));
      return { kind: 'breakdown', ...breakdown(recording, plan, job.rounds), sizes };
    }
  }
}

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Job;
counter = job.firstCounter;
console.log(RESULT + JSON.stringify(await perform(job)));
