import type { PermitScope } from './port.js';

/** Both per scope; -1: unlimited, 0: none. */
export interface Limit {
  /** Connections open at once. */
  readonly maxConcurrency: number;
  /** New connections in any one second. */
  readonly maxNewPerSecond: number;
}

export const UNLIMITED: Limit = { maxConcurrency: -1, maxNewPerSecond: -1 };

/** Limits as permits are counted by. */
export interface LimitsInForce {
  of(scope: PermitScope): Limit;
  /** Calls back with each scope whose limit may be another one now. Answers how to stop it. */
  onChange(listener: (scope: PermitScope) => void): () => void;
}

/** The limits in force. What was not set for a base station or a cell is unlimited there: the wider scopes still hold. */
export class LimitTable implements LimitsInForce {
  private readonly limits = new Map<PermitScope, Limit>();
  private readonly listeners = new Set<(scope: PermitScope) => void>();

  /** @param network of the whole network, until it is set */
  constructor(private readonly network: Limit) {}

  of(scope: PermitScope): Limit {
    return this.limits.get(scope) ?? (scope === '' ? this.network : UNLIMITED);
  }

  set(scope: PermitScope, limit: Limit): void {
    this.limits.set(scope, limit);
    for (const listener of this.listeners) listener(scope);
  }

  onChange(listener: (scope: PermitScope) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
