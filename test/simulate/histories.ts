import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { HistoryReport } from './run-history.js';

/** Histories handed to a worker at once. */
const SHARE = 20;

/** Runs many histories in as many threads as there are processors; tells of each. */
export async function runHistories(first: number, count: number, tell: (report: HistoryReport) => void): Promise<void> {
  const end = first + count;
  let next = first;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('worker.js', import.meta.url));
    try {
      while (next < end) {
        const seeds = Array.from({ length: Math.min(SHARE, end - next) }, (_, index) => next + index);
        next += seeds.length;
        for (const report of await answered(worker, seeds)) tell(report);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), Math.ceil(count / SHARE)) }, work));
}

async function answered(worker: Worker, seeds: readonly number[]): Promise<readonly HistoryReport[]> {
  const answer = once(worker, 'message') as Promise<[readonly HistoryReport[]]>;
  worker.postMessage(seeds);
  const [reports] = await answer;
  return reports;
}
