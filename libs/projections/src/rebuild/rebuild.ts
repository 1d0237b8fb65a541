import type { Clock, EventRegistry, Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import { Build } from '../builds/build.js';
import { readAhead } from '../builds/read-ahead.js';
import { firstRow, swapped, withBuilding, withoutBuilding, type GenerationRow } from '../generations/generation-row.js';
import { GenerationTable } from '../generations/generation-table.js';
import { aliasesOf } from '../generations/layout.js';
import { removeGeneration } from '../generations/remove-generation.js';
import type { Projection } from '../projection.js';

export interface RebuildOptions {
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal?: AbortSignal;
}

/**
 * Builds a read model from zero in a read store that nobody else uses, up to what the event store holds when it gets there, and removes what was
 * there before; nothing is recorded. Beside a running platform, `ProjectionRunner.rebuild` does it. Answers the position reached.
 * @throws when the signal aborts
 */
export async function rebuild(projection: Projection, fromStore: EventStore, intoReadStore: ReadStore, options: RebuildOptions): Promise<number> {
  const { registry, clock, log, signal = new AbortController().signal } = options;
  const table = new GenerationTable(intoReadStore);
  const { name, version } = projection;
  const now = clock.now();
  const row = await table.change(name, (found) => (found === undefined ? firstRow(version, 1, now) : begun(found, version, now)));
  const generation = row?.building ?? row?.live;
  if (generation === undefined) throw new Error(`projection ${name} has no row`);
  const build = new Build(projection, generation, intoReadStore, { clock, log, signal });
  await build.open('later');
  while (!(await readAhead([build], { store: fromStore, registry }, signal)));
  await build.settle();
  await build.addIndexes();
  await intoReadStore.pointAliases(aliasesOf(projection, generation.number));
  const left = await table.change(name, (found) => (found === undefined ? undefined : swapped(found, now, 0)));
  for (const old of left?.retired ?? []) await removeGeneration(projection, old, intoReadStore, table);
  return build.position;
}

function begun(row: GenerationRow, version: number, now: number): GenerationRow {
  return withBuilding(withoutBuilding(row, now), version, 1, 'meterlog/projector', now);
}
