import type { Mutant } from './mutant.js';

const compliance = ['eventstore/src/embedded/embedded-compliance.int.spec.ts'];

/** What can go wrong between an append and a subscriber of the embedded event store. */
export const eventStoreMutants: readonly Mutant[] = [
  {
    name: 'append-without-revision-check',
    file: 'eventstore/src/embedded/expectation.ts',
    find: 'return last === expected;',
    replace: 'return last >= 0 || expected >= 0;',
    killedBy: compliance,
    tests: ' append ',
  },
  {
    name: 'repetition-answered-by-writing-again',
    file: 'eventstore/src/embedded/appender.ts',
    find: 'known === undefined || isAtHead ? undefined : repetition(known, events, expected)',
    replace: 'undefined',
    killedBy: compliance,
    tests: 'repeating an append',
  },
  {
    name: 'commit-slept-through-before-going-live',
    file: 'eventstore/src/embedded/subscription.ts',
    find: 'await source.commits.after(seen, ended);',
    replace: 'await source.commits.after(seen < 0 ? seen : source.commits.current, ended);',
    killedBy: compliance,
    tests: 'a slow subscriber that was live',
  },
  {
    name: 'live-before-caught-up',
    file: 'eventstore/src/embedded/subscription.ts',
    find: 'if (page.atEnd && told !== after && !ended.aborted) {',
    replace: 'if (told !== after && !ended.aborted) {',
    killedBy: compliance,
    tests: 'subscribe does not say so before the history',
  },
  {
    name: 'last-event-of-a-page-dropped',
    file: 'eventstore/src/embedded/subscription.ts',
    find: "if (page.events.length > 0) yield { kind: 'events', events: page.events };",
    replace: "if (page.events.length > 1) yield { kind: 'events', events: page.events.slice(0, -1) };",
    killedBy: compliance,
    tests: 'subscribe never hands out more than a batch',
  },
  {
    name: 'filtered-checkpoint-passes-unseen-events',
    file: 'eventstore/src/embedded/all-reader.ts',
    find: 'return { events, next: last };',
    replace: 'return { events, next: isFiltered(options) ? end : last };',
    killedBy: compliance,
    tests: 'the progress of a subscription',
  },
  {
    name: 'subscription-begins-with-its-position-again',
    file: 'eventstore/src/embedded/all-reader.ts',
    find: 'const { events, next } = read(after + 1, to, options, to);',
    replace: 'const { events, next } = read(Math.max(after, 1), to, options, to);',
    killedBy: ['test/never-skip/never-skip.int.spec.ts'],
    tests: 'seed 1',
  },
  {
    name: 'tombstone-forgotten-by-appends',
    file: 'eventstore/src/embedded/appender.ts',
    find: "if (deletion === 'permanent' || ",
    replace: 'if (',
    killedBy: compliance,
    tests: 'a stream deleted permanently',
  },
  {
    name: 'answer-without-commit',
    file: 'libs/sqlite/src/group-commit.ts',
    find: 'commit.run();\n',
    replace: 'rollback.run();\n',
    killedBy: compliance,
    tests: ' append ',
  },
  {
    name: 'acknowledgement-before-fsync',
    file: 'libs/sqlite/src/connection.ts',
    find: 'PRAGMA synchronous = ${synchronous};',
    replace: "PRAGMA synchronous = ${synchronous === 'FULL' ? 'NORMAL' : synchronous};",
    killedBy: ['test/power-loss/crash-states.int.spec.ts'],
    tests: 'acknowledges each event after a sync',
    needs: 'strace',
  },
];
