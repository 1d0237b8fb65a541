import type { Generation } from './layout.js';

/** The generations of one read model; instants in epoch ms. One row per projection: whoever changes it compares and sets. */
export type GenerationRow = {
  readonly live: Generation & { readonly since: number };
  /** The one being built, if any: never two of one projection. */
  readonly building: (Generation & { readonly startedAt: number; readonly actor: string }) | null;
  /** Read by nobody but those who came before a swap; removed at `dropAt`. */
  readonly retired: readonly RetiredGeneration[];
  /** Number of the next generation. */
  readonly next: number;
};

export type RetiredGeneration = Generation & { readonly dropAt: number };

/** The very first generation is live at once: there is nothing older to read. */
export function firstRow(version: number, partitions: number, now: number): GenerationRow {
  return { live: { number: 1, version, partitions, since: now }, building: null, retired: [], next: 2 };
}

export function withBuilding(row: GenerationRow, version: number, partitions: number, actor: string, now: number): GenerationRow {
  return { ...row, building: { number: row.next, version, partitions, startedAt: now, actor }, next: row.next + 1 };
}

/** What was being built is retired at once: nobody ever read it. */
export function withoutBuilding(row: GenerationRow, now: number): GenerationRow {
  if (row.building === null) return row;
  const { number, version, partitions } = row.building;
  return { ...row, building: null, retired: [...row.retired, { number, version, partitions, dropAt: now }] };
}

/** The one being built is live now, the live one retired. */
export function swapped(row: GenerationRow, now: number, graceMs: number): GenerationRow {
  if (row.building === null) return row;
  const { number, version, partitions } = row.building;
  const { since: _since, ...old } = row.live;
  return {
    ...row,
    live: { number, version, partitions, since: now },
    building: null,
    retired: [...row.retired, { ...old, dropAt: now + graceMs }],
  };
}

export const withoutRetired = (row: GenerationRow, number: number): GenerationRow => ({
  ...row,
  retired: row.retired.filter((generation) => generation.number !== number),
});
