import { setTimeout } from 'node:timers/promises';
import type { Platform } from '../../../apps/platform/src/composition/platform.js';

const PATIENCE = 3_600_000;
const LOOK_EVERY = 5;

/** Resolves when the read models know of everything that is recorded. */
export async function untilCaughtUp({ runner, stores }: Platform): Promise<void> {
  for (const { name } of await runner.status()) await runner.waitFor(name, await stores.events.head(), PATIENCE);
}

/** Resolves when the platform carries commands out. */
export async function untilReady(platform: Platform): Promise<void> {
  while (!platform.isReady()) await setTimeout(LOOK_EVERY);
}
