import { setTimeout } from 'node:timers/promises';
import { inParallel } from '../../../apps/platform/src/demo/in-parallel.js';
import type { PlatformProcess } from '../../support/platform-process.js';

const BATCH = 250;
const AT_ONCE = 2;
const LOOK_EVERY = 1_000;
const TELL_EVERY = 10;

type Api = PlatformProcess['api'];

/** @throws when one is not accepted */
export async function postInBatches(api: Api, commands: readonly object[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(commands.length / BATCH) }, (_, index) => commands.slice(index * BATCH, (index + 1) * BATCH));
  await inParallel(batches, AT_ONCE, async (batch) => {
    const { body } = await api.post<{ readonly items: readonly { readonly status: number }[] }>('/v1/commands/batch', { commands: batch });
    const refused = body.items.find(({ status }) => status !== 202);
    if (refused !== undefined) throw new Error(`a command was refused: ${JSON.stringify(refused)}`);
  });
}

/** Resolves when no command is open and the read models know of everything. `tell` hears from time to time how many are. */
export async function untilAllHaveEnded(api: Api, tell: (open: number) => void = () => undefined): Promise<void> {
  for (let looks = 1; ; looks++) {
    const text = await (await fetch(`${api.url}/metrics`)).text();
    const open = Number(/^meterlog_commands_open (\d+)$/m.exec(text)?.[1]);
    const { body } = await api.get<readonly { readonly lagEvents: number }[]>('/v1/projections');
    if (open === 0 && body.every(({ lagEvents }) => lagEvents === 0)) return;
    if (looks % TELL_EVERY === 0) tell(open);
    await setTimeout(LOOK_EVERY);
  }
}
