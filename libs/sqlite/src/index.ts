/** SQLite files with one writer thread, group commit and read-only connections; the lock on a data directory. */
export { backupFile, type BackupProgress } from './backup-file.js';
export { lockDirectory, type DirectoryLock } from './directory-lock.js';
export { fileError } from './file-error.js';
export { SqliteError, type SqliteErrorCode, WriteRejectedError } from './errors.js';
export { openSqliteFile } from './open-sqlite-file.js';
export type { SqliteFile, SqliteFileOptions } from './sqlite-file.js';
export type { Inspection, InspectionOrder, WriterModule } from './writer-module.js';
