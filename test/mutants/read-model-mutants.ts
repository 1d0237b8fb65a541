import type { Mutant } from './mutant.js';

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
    killedBy: neverSkip,
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
];
