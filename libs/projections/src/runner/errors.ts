export type ProjectionErrorCode = 'UNKNOWN_PROJECTION' | 'REBUILD_RUNNING' | 'NO_REBUILD' | 'NOT_QUARANTINED' | 'REBUILD_NEEDED' | 'KEPT_ELSEWHERE';

/** An act on a read model that cannot be carried out as it stands. */
export class ProjectionError extends Error {
  constructor(
    readonly code: ProjectionErrorCode,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}
