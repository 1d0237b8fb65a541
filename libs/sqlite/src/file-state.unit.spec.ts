import { beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { checkVersions, commitCounter, migrateFile, readState } from './file-state.js';
import type { NamedModule } from './writer-module.js';

let db: DatabaseSync;
let found: number[];
beforeEach(() => {
  db = new DatabaseSync(':memory:');
  found = [];
});

/** A module that notes from which version it is brought up. */
const moduleOf = (version?: number): NamedModule => [
  'notes',
  {
    ...(version === undefined ? {} : { version }),
    migrate: (_db, from) => found.push(from),
    open: () => () => undefined,
  },
];

describe('migrateFile', () => {
  it('tells each module the version that it finds', () => {
    migrateFile(db, [moduleOf()]);
    migrateFile(db, [moduleOf()]);
    migrateFile(db, [moduleOf(3)]);
    migrateFile(db, [moduleOf(3)]);
    expect(found).toEqual([0, 1, 1, 3]);
  });

  it('keeps the identity and the count of a file', () => {
    migrateFile(db, [moduleOf()]);
    const first = readState(db);
    const count = commitCounter(db);
    expect([count(), count()]).toEqual([1, 2]);
    migrateFile(db, [moduleOf(2)]);
    expect(readState(db)).toEqual({ id: first?.id, commits: 2 });
  });

  it('leaves the file as it was when a module cannot be brought up', () => {
    migrateFile(db, [moduleOf()]);
    const broken: NamedModule = ['broken', { migrate: () => db.exec('CREATE TABLE notes_2 (x); CREATE TABLE ('), open: () => () => undefined }];
    expect(() => migrateFile(db, [moduleOf(2), broken])).toThrow();
    db.exec('ROLLBACK');
    expect(db.prepare('SELECT name, version FROM file_modules').all()).toEqual([expect.objectContaining({ name: 'notes', version: 1 })]);
    expect(db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'notes_2'").get()).toBeUndefined();
  });
});

describe('checkVersions', () => {
  it('takes a new file, one without versions, and one with an older part', () => {
    checkVersions(db, 'x.db', [moduleOf()]);
    db.exec('CREATE TABLE anything (x)');
    checkVersions(db, 'x.db', [moduleOf()]);
    migrateFile(db, [moduleOf(1)]);
    checkVersions(db, 'x.db', [moduleOf(2)]);
  });

  it('refuses a newer part, naming both versions and what to do', () => {
    migrateFile(db, [moduleOf(5)]);
    const refusal = { code: 'WRONG_SCHEMA', message: expect.stringMatching(/x\.db .*"notes" has version 5.*up to 2; start the newer version/) };
    expect(() => checkVersions(db, 'x.db', [moduleOf(2)])).toThrow(expect.objectContaining(refusal));
  });
});
