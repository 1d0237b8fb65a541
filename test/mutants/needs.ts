import { noStrace } from '../power-loss/trace.js';
import type { Need } from './mutant.js';

const PEERS = 'METERLOG_TEST_PEERS';

/** Why a mutant that needs this cannot be looked for here; undefined when it can. */
export function missing(need: Need | undefined): string | undefined {
  if (need === undefined) return undefined;
  if (need === 'strace') return noStrace();
  return (process.env[PEERS] ?? '') === '' ? `${PEERS} is not set` : undefined;
}
