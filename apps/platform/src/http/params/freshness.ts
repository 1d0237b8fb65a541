import { parsePosition } from '#event-sourcing';
import type { Platform } from '../../composition/platform.js';
import { Problem } from '../problem/problem.js';
import { seconds, text } from './read-params.js';

/** Parameters of every query: how fresh the answer must be, and how long that may take. */
export const FRESHNESS = { minPosition: text, timeout: seconds(60) };

const PATIENCE = 5_000;

export interface Freshness {
  readonly minPosition?: string | undefined;
  /** ms */
  readonly timeout?: number | undefined;
}

/**
 * Waits until a read model has come to the position that a client got from a command.
 * @throws PositionError; Problem 504 STALE_READ
 */
export async function requireFresh(platform: Platform, projection: string, { minPosition, timeout = PATIENCE }: Freshness): Promise<void> {
  if (minPosition === undefined) return;
  const { runner, stores, stopping } = platform;
  const position = parsePosition(stores.events.storeId, minPosition);
  if (!(await runner.waitFor(projection, position, timeout, stopping)))
    throw new Problem(504, 'STALE_READ', `the read model has not come to minPosition within ${timeout / 1_000} s`);
}
