import type { Mutant } from './mutant.js';

const overTheFacade = ['eventstore/src/esdb/esdb-compliance.int.spec.ts'];
const onMongo = { killedBy: ['readstore/src/mongodb/mongodb-compliance.int.spec.ts'], needs: 'METERLOG_TEST_PEERS' } as const;

/** What can go wrong in the adapters that talk to servers. */
export const serverStoreMutants: readonly Mutant[] = [
  {
    name: 'esdb-expected-revision-ignored',
    file: 'eventstore/src/esdb/appender.ts',
    find: "if (typeof expected === 'number') return BigInt(expected);",
    replace: "if (typeof expected === 'number') return 'any';",
    killedBy: overTheFacade,
    tests: ' append expecting',
  },
  {
    name: 'esdb-unknown-append-repeated-without-a-revision',
    file: 'eventstore/src/esdb/appender.ts',
    find: 'const mayRepeat = (error: unknown): boolean => isExact || wasNeverSent(error);',
    replace: 'const mayRepeat = (error: unknown): boolean => isExact || wasNeverSent(error) || error !== undefined;',
    killedBy: ['eventstore/src/esdb/appends.int.spec.ts'],
    tests: 'is not repeated when it may have been written',
  },
  {
    name: 'esdb-subscription-resumed-at-the-end',
    file: 'eventstore/src/esdb/subscription.ts',
    find: 'connection.link.subscribe(wirePosition(this.sorter.after)',
    replace: 'connection.link.subscribe(wirePosition(this.failures > 0 ? floor : this.sorter.after)',
    killedBy: overTheFacade,
    tests: 'whose connections are cut lets a subscription go on in the middle',
    slow: true,
  },
  {
    name: 'esdb-subscription-resumed-at-the-start-of-the-batch',
    file: 'eventstore/src/esdb/message-sorter.ts',
    find: 'this.after = last.position;',
    replace: 'this.after = this.progress = events[0]?.position ?? last.position;',
    killedBy: overTheFacade,
    tests: 'whose connections are cut lets a subscription go on in the middle',
  },
  {
    name: 'mongodb-bulk-error-swallowed',
    file: 'readstore/src/mongodb/guarded-upsert.ts',
    find: 'left = await notYetApplied(collection, left);',
    replace: 'left = left.slice(0, 0);',
    tests: 'ferretdb .*applies the others of a batch when one write is stale',
    ...onMongo,
  },
  {
    name: 'mongodb-guard-left-out',
    file: 'readstore/src/mongodb/guarded-upsert.ts',
    find: 'filter: { _id, position: { $lt: position } } as never',
    replace: 'filter: { _id } as never',
    tests: 'mongo-java-server .*guarded writes',
    ...onMongo,
  },
  {
    name: 'mongodb-checkpoint-before-batch',
    file: 'readstore/src/mongodb/mongo-read-store.ts',
    find: 'const groups = documentUpdates(this.#collections, writes);',
    replace: `const groups = documentUpdates(this.#collections, writes);
      if (checkpoint !== undefined)
        await guardedUpsert(this.#checkpoints, [{ _id: textKey(checkpoint.projection), position: checkpoint.position, update: { $set: { position: checkpoint.position } } }], 1);`,
    killedBy: ['readstore/src/mongodb/partial-writes.int.spec.ts'],
    tests: 'mongo-java-server',
    needs: 'METERLOG_TEST_PEERS',
  },
];
