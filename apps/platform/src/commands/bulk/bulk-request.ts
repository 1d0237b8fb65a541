import type { BulkAction, OpenStatus } from '#contract/dto/index.js';
import type { WaitingAct } from '#domain';

/** Instants in epoch ms. */
export interface BulkFilter {
  readonly status?: OpenStatus;
  readonly operation?: string;
  /** None: all devices. */
  readonly devices: readonly string[];
  /** Inclusive. */
  readonly acceptedFrom?: number;
  /** Exclusive. */
  readonly acceptedTo?: number;
  /** The effective one. */
  readonly priority?: number;
}

/** An act on every open command of an organisation that a filter matches. */
export interface BulkRequest {
  readonly filter: BulkFilter;
  readonly action: BulkAction;
  readonly reason: string;
  /** Of action `priority`. */
  readonly priority: number;
  readonly dryRun: boolean;
  readonly after?: string;
}

/** The act on one of the commands. */
export function actOn(correlationUid: string, { action, reason, priority }: BulkRequest): WaitingAct {
  switch (action) {
    case 'cancel':
      return { kind: 'Cancel', correlationUid, reason };
    case 'hold':
      return { kind: 'Hold', correlationUid, reason };
    case 'release':
      return { kind: 'Release', correlationUid, reason };
    case 'priority':
      return { kind: 'ChangePriority', correlationUid, priority, reason };
  }
}
