/** The results store's writer module: runs in the writer thread of `events.db`. It sees sealed bytes only. */
import type { DatabaseSync } from 'node:sqlite';
import type { WriterModule } from '#sqlite';
import type { ResultsRequest } from './requests.js';

const TABLES = `
  CREATE TABLE IF NOT EXISTS results (
    correlation_uid TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    master_key_id TEXT NOT NULL, salt BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (correlation_uid, sha256));
  CREATE INDEX IF NOT EXISTS results_expires_at ON results (expires_at);`;

function open(db: DatabaseSync): (request: ResultsRequest) => number {
  const put = db.prepare(`INSERT INTO results (correlation_uid, sha256, bytes, expires_at, master_key_id, salt, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (correlation_uid, sha256) DO UPDATE SET expires_at = excluded.expires_at,
      master_key_id = excluded.master_key_id, salt = excluded.salt, sealed = excluded.sealed`);
  const remove = db.prepare('DELETE FROM results WHERE correlation_uid = ?');
  const clear = db.prepare('DELETE FROM results');
  const sweep = db.prepare('DELETE FROM results WHERE rowid IN (SELECT rowid FROM results WHERE expires_at <= ? LIMIT ?)');

  return (request) => {
    switch (request.kind) {
      case 'put':
        for (const { correlationUid, sha256, bytes, expiresAt, masterKeyId, salt, sealed } of request.results)
          put.run(correlationUid, sha256, bytes, expiresAt, masterKeyId, salt, sealed);
        return request.results.length;
      case 'delete':
        return Number(remove.run(request.correlationUid).changes);
      case 'sweep':
        return Number(sweep.run(request.now, request.limit).changes);
      case 'clear':
        return Number(clear.run().changes);
    }
  };
}

const resultsWriter: WriterModule<ResultsRequest, number> = { migrate: (db) => db.exec(TABLES), open };
export default resultsWriter;

/** Give it to `openSqliteFile` as module `results`. */
export const resultsWriterModule = new URL(import.meta.url);
