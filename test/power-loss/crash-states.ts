import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyStream } from '#event-sourcing';
import type { StoredEvent } from '#eventstore/port.js';
import { ChainedStream } from './chained-stream.js';
import { Disk } from './disk.js';
import { everyEvent, openStore } from './open-store.js';
import { Random } from './random.js';
import type { Operation } from './strace-reader.js';

export interface CrashStates {
  readonly states: number;
  /** States in which the log had been moved into the file only partly, or was being started anew. */
  readonly duringCheckpoints: number;
  /** What was wrong, one line each. */
  readonly violations: readonly string[];
}

interface Acknowledged {
  readonly position: number;
  readonly id: string;
}

/**
 * Crashes at `count` moments of a recorded run, each time into one of the states that the disk could be left in, and opens the store there:
 * it must hold an exact prefix of what was appended, with everything that had been acknowledged, and go on.
 */
export async function crashStates(
  operations: readonly Operation[],
  count: number,
  seed: number,
  progress: (done: number) => void = () => undefined,
): Promise<CrashStates> {
  const random = new Random(seed);
  const moments = chosenMoments(operations, count, random);
  const directory = mkdtempSync(join(tmpdir(), 'power-loss-state-'));
  const disk = new Disk();
  const acknowledged: Acknowledged[] = [];
  const violations: string[] = [];
  let duringCheckpoints = 0;
  let done = 0;
  try {
    for (const [index, moment] of moments.entries()) {
      for (; done <= moment; done++) {
        const operation = operations[done];
        if (operation === undefined) break;
        disk.apply(operation);
        if (operation.kind === 'acknowledge') acknowledged.push(operation);
      }
      if (isCheckpoint(operations[moment])) duringCheckpoints++;
      const how = disk.crash(join(directory, 'data'), random);
      const fault = await faultOf(join(directory, 'data', 'events.db'), acknowledged);
      if (fault !== undefined) violations.push(`seed ${seed}, operation ${moment} (${how}): ${fault}`);
      progress(index + 1);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  return { states: moments.length, duringCheckpoints, violations };
}

/** Half of them anywhere, half evenly over the kinds of operation, so that rare ones (a file made or removed, a log begun anew) are met often. */
function chosenMoments(operations: readonly Operation[], count: number, random: Random): number[] {
  const kindOf = (operation: Operation): string => `${operation.kind} ${'file' in operation ? operation.file : ''}`;
  const kinds = [...Map.groupBy(operations.keys(), (index) => kindOf(operations[index] ?? { kind: 'sync-directory' })).values()];
  const moments = Array.from({ length: count }, (_, n) => (n % 2 === 0 ? random.below(operations.length) : random.pick(random.pick(kinds))));
  return moments.toSorted((a, b) => a - b);
}

/** Only checkpoints write to the file itself, once it exists. */
function isCheckpoint(operation: Operation | undefined): boolean {
  return operation !== undefined && 'file' in operation && operation.file === 'events.db';
}

async function faultOf(path: string, acknowledged: readonly Acknowledged[]): Promise<string | undefined> {
  try {
    const opened = await openStore(path);
    try {
      const events = await everyEvent(opened.store);
      return prefixFault(events, acknowledged) ?? (await continuationFault(opened.store, events.length));
    } finally {
      await opened.close();
    }
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

/** Positions are dense and every stream's chain is whole, so what is there is a prefix of each stream; the acknowledged must be in it. */
function prefixFault(events: readonly StoredEvent[], acknowledged: readonly Acknowledged[]): string | undefined {
  const misplaced = events.find(({ position }, index) => position !== index + 1);
  if (misplaced !== undefined) return `position ${misplaced.position} is out of place`;
  for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
    if (!verifyStream(own).ok) return `the chain of ${stream} is broken`;
  }
  const lost = acknowledged.find(({ position, id }) => events[position - 1]?.id !== id);
  return lost === undefined ? undefined : `acknowledged event at position ${lost.position} is missing; the store ends at ${events.length}`;
}

async function continuationFault(store: Parameters<typeof everyEvent>[0], length: number): Promise<string | undefined> {
  const { position } = await new ChainedStream(store, `after-crash-${length}`).append(100);
  return position === length + 1 ? undefined : `the next event got position ${position} after ${length}`;
}
