/**
 * - `BACKUP_DAMAGED` the backup, or the record that it was made of, is damaged
 * - `NO_BACKUP` the file is not there or is no backup
 * - `NOT_EMPTY` the directory to restore into holds something
 */
export type BackupErrorCode = 'BACKUP_DAMAGED' | 'NO_BACKUP' | 'NOT_EMPTY';

/** The message is one line for people. */
export class BackupError extends Error {
  constructor(
    readonly code: BackupErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
