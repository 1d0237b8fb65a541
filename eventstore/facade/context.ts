import type { Access } from './access.js';
import type { Faults } from './faults.js';
import type { EventLog } from './log/event-log.js';
import type { LogReader } from './log/log-reader.js';
import type { Report } from './wire/calls.js';

export interface Limits {
  /** Bytes of data (not of metadata: that is free) in one append. */
  readonly maxAppendBytes: number;
  /** Milliseconds after which a batch that was begun and not finished is given up. */
  readonly writeTimeout: number;
  /** Milliseconds that a live subscriber may take nothing while more events wait than a server keeps for it. */
  readonly slowConsumer: number;
}

/** What all services share. */
export interface FacadeContext {
  readonly log: EventLog;
  readonly reader: LogReader;
  readonly access: Access;
  readonly faults: Faults;
  readonly limits: Limits;
  /** Hears of what went wrong inside the façade itself. */
  readonly report: Report;
}
