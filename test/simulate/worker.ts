import { parentPort } from 'node:worker_threads';
import { runHistory, type HistoryReport } from './run-history.js';

/** A thread that runs the histories of the seeds it is sent, and answers their reports. */
parentPort?.on('message', (seeds: readonly number[]) => {
  void run(seeds).then((reports) => parentPort?.postMessage(reports));
});

async function run(seeds: readonly number[]): Promise<readonly HistoryReport[]> {
  const reports: HistoryReport[] = [];
  for (const seed of seeds) reports.push(await runHistory(seed));
  return reports;
}
