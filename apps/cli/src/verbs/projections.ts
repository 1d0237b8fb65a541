import type { Cli, Common } from '../cli.js';
import { EXIT } from '../cli-error.js';
import type { ProjectionRow } from '../read-models/read-models.js';
import { withReadModels } from '../read-models/with-read-models.js';

export function projectionsVerb(cli: Cli): void {
  cli.verb('projections', 'tells how far the read models have come', 'projections').action((options: Common) =>
    cli.run(options, async (output) => {
      const rows = await withReadModels(cli, options, async (models) => models.projections());
      for (const row of rows) output.row(row, () => lineOf(row));
      return EXIT.good;
    }),
  );
}

function lineOf({ name, version, generation, state, lagEvents, lagSeconds, quarantined, rebuild }: ProjectionRow): string {
  const lag = lagEvents === 0 ? 'up to date' : `${lagEvents} events (${Math.round(lagSeconds)} s) behind`;
  const parked = quarantined === 0 ? '' : `, ${quarantined} devices quarantined`;
  const building = rebuild === null ? '' : `, rebuild ${(rebuild.done * 100).toFixed(1)} % done`;
  return `${name} (version ${version}, generation ${generation}): ${state}, ${lag}${parked}${building}`;
}
