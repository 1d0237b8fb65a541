import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../support/api.js';
import type { Random } from './random.js';
import { letGo } from './busybody.js';

const OPEN = ['ACCEPTED', 'SCHEDULED', 'RETRY_SCHEDULED', 'RUNNING', 'HELD', 'NEEDS_DECISION'];
/** Longest time for everything to end once nothing goes wrong any more, ms. */
const PATIENCE = 300_000;

/** Until every command has ended; whatever waits for a person gets its answer. */
export async function settle(api: Api, random: Random): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    await letGo(api, random);
    const open = await openCommands(api);
    if (open === undefined) return;
    if (Date.now() > deadline) throw new Error(`command ${open} has not ended`);
    await pause(500);
  }
}

async function openCommands(api: Api): Promise<string | undefined> {
  for (const status of OPEN) {
    const { body } = await api.get<{ items: readonly { correlationUid: string }[] }>(`/v1/commands?status=${status}&limit=1`);
    const [open] = body.items;
    if (open !== undefined) return open.correlationUid;
  }
  return undefined;
}
