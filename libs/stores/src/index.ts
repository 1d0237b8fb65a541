/** Which store lies where: opens everything that lasts, for the platform and the command line alike; moves it house; backs it up. */
export { openStores } from './open-stores.js';
export type { StoreProblem, Stores, StoresOptions } from './stores.js';
export { StoresError, type StoresErrorCode } from './stores-error.js';
export { CopyError, type CopyErrorCode } from './copy/copy-error.js';
export { copyHouse, type CopyOptions, type CopyReport } from './copy/copy-house.js';
export type { CopyPhase, CopyProgress } from './copy/progress.js';
export type { House, HouseAddress } from './houses/house.js';
export { openHouse } from './houses/open-house.js';
export { BackupError, type BackupErrorCode } from './backup/backup-error.js';
export { backupRecord, type BackupOptions, type BackupReport } from './backup/backup-record.js';
export { restoreRecord, type RestoreReport } from './backup/restore-record.js';
export { verifyBackup, type VerifiedBackup } from './backup/verify-backup.js';
