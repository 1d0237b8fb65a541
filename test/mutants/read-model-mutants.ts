import type { Mutant } from './mutant.js';

const QUARANTINE_CRASHES = 'libs/projections/src/quarantine/quarantine-crashes.int.spec.ts';
const neverSkip = ['test/never-skip/never-skip.int.spec.ts'];
const readStore = ['readstore/src/embedded/embedded-read-store.int.spec.ts'];

/** What can go wrong between a subscription and a document. */
export const readModelMutants: readonly Mutant[] = [
  {
    name: 'checkpoint-before-batch',
    file: 'libs/projections/src/builds/projector.ts',
    find: 'store.write(writes, { projection: checkpoint, position });',
    replace: 'store.write([], { projection: checkpoint, position }).then(() => store.write(writes, { projection: checkpoint, position }));',
    killedBy: neverSkip,
    tests: 'seed [12]',
  },
  {
    name: 'quarantined-events-apart-from-the-checkpoint',
    file: 'libs/projections/src/builds/projector.ts',
    find: 'store.write(writes, { projection: checkpoint, position });',
    replace: `store.write(writes.filter(({ collection }) => !collection.includes('Quarantine')), { projection: checkpoint, position })
      .then(() => store.write(writes.filter(({ collection }) => collection.includes('Quarantine')), { projection: checkpoint, position }));`,
    killedBy: [QUARANTINE_CRASHES],
  },
  {
    name: 'equality-instead-of-lower-than-in-the-guard',
    file: 'readstore/src/embedded/writer.ts',
    find: 'DO UPDATE SET ${replaced} WHERE excluded.position > position`',
    replace: 'DO UPDATE SET ${replaced} WHERE excluded.position <> position`',
    killedBy: readStore,
    tests: 'guarded writes',
  },
  {
    name: 'checkpoint-goes-back',
    file: 'readstore/src/embedded/writer.ts',
    find: 'DO UPDATE SET position = excluded.position WHERE excluded.position > position`',
    replace: 'DO UPDATE SET position = excluded.position`',
    killedBy: readStore,
    tests: 'batches and checkpoints',
  },
  {
    name: 'new-generation-read-before-it-has-everything',
    file: 'libs/projections/src/runner/hosted-projection.ts',
    find: 'while (build.folded < this.live.folded || !this.isCurrent)',
    replace: 'while (build.folded < 0)',
    killedBy: ['libs/projections/src/rebuild/generations.int.spec.ts'],
    tests: 'nothing is missing, then or later',
  },
  {
    name: 'quarantine-forgotten-at-a-restart',
    file: 'libs/projections/src/builds/projector.ts',
    find: 'this.parked = new Map([...parked].filter(([device]) => accepts(device)));',
    replace: 'this.parked = new Map([...parked].filter(([device]) => device === accepts.name));',
    killedBy: ['libs/projections/src/quarantine/quarantine.int.spec.ts'],
    tests: 'still parks after a restart',
  },
];
