import type { Mutant } from './mutant.js';

const repository = ['libs/event-sourcing/src/repository/decider-repository.unit.spec.ts'];
const snapshots = ['libs/event-sourcing/src/repository/snapshots.unit.spec.ts'];

/** What can go wrong with the record itself: writing a decision once, and proving what was written. */
export const recordMutants: readonly Mutant[] = [
  {
    name: 'metadata-field-left-out-of-the-hash',
    file: 'libs/event-sourcing/src/chain/event-hash.ts',
    find: 'const text = `{${origin},"data"',
    replace: 'const text = `{"data"',
    killedBy: ['libs/event-sourcing/src/chain/verify-stream.unit.spec.ts'],
  },
  {
    name: 'fresh-ids-when-a-lost-answer-is-repeated',
    file: 'libs/event-sourcing/src/repository/append-until-known.ts',
    find: 'return await store.append(stream, events, expected);',
    replace: 'return await store.append(stream, attempt === 0 ? events : events.map((event) => ({ ...event, id: crypto.randomUUID() })), expected);',
    killedBy: repository,
  },
  {
    name: 'decision-appended-without-its-revision',
    file: 'libs/event-sourcing/src/repository/decider-repository.ts',
    find: "const expected = known.revision < 0 ? 'no-stream' : known.revision;",
    replace: "const expected = 'any' as const;",
    killedBy: repository,
  },
  {
    name: 'merkle-leaf-without-the-name-of-its-stream',
    file: 'libs/event-sourcing/src/checkpoints/stream-head.ts',
    find: '"stream":${JSON.stringify(stream)}}`',
    replace: '"stream":${JSON.stringify(stream.slice(0, 0))}}`',
    killedBy: ['libs/event-sourcing/src/checkpoints/verify-record.unit.spec.ts', 'libs/event-sourcing/src/checkpoints/head-table.unit.spec.ts'],
  },
  {
    name: 'snapshot-trusted-without-its-hash',
    file: 'libs/event-sourcing/src/repository/snapshot.ts',
    find: ' || parseEnvelope(event).hash !== snapshot.hash) return undefined;',
    replace: ') return undefined;',
    killedBy: snapshots,
  },
  {
    name: 'spoilt-snapshot-read',
    file: 'libs/event-sourcing/src/repository/snapshot.ts',
    find: 'snapshotDigest(stream, snapshot) === snapshot.digest',
    replace: "snapshotDigest(stream, snapshot) !== ''",
    killedBy: snapshots,
  },
  {
    name: 'copy-without-verification',
    file: 'libs/stores/src/copy/verify-copy.ts',
    find: 'if (!isSame(event, copy))',
    replace: 'if (event.id !== copy.id)',
    killedBy: ['test/copy/copy.int.spec.ts'],
    tests: 'finds in the finished copy',
  },
  {
    name: 'counters-of-a-restored-vault-trusted',
    file: 'libs/stores/src/backup/restore-record.ts',
    find: 'return await embeddedVaultTransfer(file).forgetCounters();',
    replace: 'return 0;',
    killedBy: ['test/copy/backup.int.spec.ts'],
    tests: 'brings back everything',
  },
  {
    name: 'restored-record-taken-for-the-old-store',
    file: 'libs/stores/src/backup/restore-record.ts',
    find: 'renewStoreId(eventsPath(stage));',
    replace: '',
    killedBy: ['test/copy/backup.int.spec.ts'],
    tests: 'makes another store',
  },
  {
    name: 'reserved-counters-given-out-again',
    file: 'libs/security/src/vault/embedded/counter-writer.ts',
    find: 'move.run(first + count',
    replace: 'move.run(first',
    killedBy: ['libs/security/src/vault/embedded/embedded-compliance.int.spec.ts'],
  },
];
