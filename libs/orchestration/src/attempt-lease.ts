import type { OpenCommand } from '#domain';

/** A claim that was granted; `causationId`: the event that says so. */
export interface Lease {
  readonly deviceIdentification: string;
  readonly open: OpenCommand;
  readonly leaseToken: string;
  readonly causationId: string;
}
