import type { LimitsInForce } from './limit-table.js';
import { scopesOf, type Permit, type PermitRefusal, type Permits, type PermitScope } from './port.js';
import { LastSecond } from './last-second.js';

/** What is going on in one scope. */
interface Usage {
  open: number;
  readonly fresh: LastSecond;
}

/** Permits of one process, counted in memory: they end with the process, so that nothing can leak. */
export class LocalPermits implements Permits {
  private readonly usage = new Map<PermitScope, Usage>();
  private readonly listeners = new Set<(scope: PermitScope) => void>();
  private readonly held = new Set<Permit>();

  constructor(private readonly limits: LimitsInForce) {
    limits.onChange((scope) => this.tell(scope));
  }

  /** Connections open in a scope. */
  inUse(scope: PermitScope): number {
    return this.usage.get(scope)?.open ?? 0;
  }

  /** Connections made in a scope in the last second, where they are limited. @param now epoch ms */
  newIn(scope: PermitScope, now: number): number {
    return this.usage.get(scope)?.fresh.count(now) ?? 0;
  }

  tryAcquire(cell: string, now: number): Permit | undefined {
    if (this.refusalOf(cell, now) !== undefined) return undefined;
    for (const scope of scopesOf(cell)) {
      const usage = this.usageOf(scope);
      usage.open++;
      if (this.limits.of(scope).maxNewPerSecond >= 0) usage.fresh.add(now);
    }
    const permit: Permit = { cell, grantedAt: now };
    this.held.add(permit);
    return permit;
  }

  refusalOf(cell: string, now: number): PermitRefusal | undefined {
    let refusal: PermitRefusal | undefined;
    for (const scope of scopesOf(cell)) {
      const found = this.refusalIn(scope, now);
      if (found === undefined) continue;
      // A full scope is over at an unknown time, whatever the others say; of two that end of themselves the later counts.
      if (found.until === undefined) return found;
      if ((refusal?.until ?? -Infinity) < found.until) refusal = found;
    }
    return refusal;
  }

  release(permit: Permit, unused = false): void {
    if (!this.held.delete(permit)) return;
    for (const scope of scopesOf(permit.cell)) {
      const usage = this.usageOf(scope);
      usage.open--;
      if (unused) usage.fresh.remove(permit.grantedAt);
      if (usage.open === 0 && this.limits.of(scope).maxNewPerSecond < 0) this.usage.delete(scope);
    }
    for (const scope of scopesOf(permit.cell)) this.tell(scope);
  }

  onFreed(listener: (scope: PermitScope) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private refusalIn(scope: PermitScope, now: number): PermitRefusal | undefined {
    const { maxConcurrency, maxNewPerSecond } = this.limits.of(scope);
    if (maxConcurrency < 0 && maxNewPerSecond < 0) return undefined;
    const usage = this.usage.get(scope);
    if (maxConcurrency >= 0 && (usage?.open ?? 0) >= maxConcurrency) return { scope };
    if (maxNewPerSecond === 0) return { scope };
    if (maxNewPerSecond < 0 || usage === undefined || usage.fresh.count(now) < maxNewPerSecond) return undefined;
    return { scope, until: usage.fresh.belowAt(maxNewPerSecond) };
  }

  private usageOf(scope: PermitScope): Usage {
    let usage = this.usage.get(scope);
    if (usage === undefined) this.usage.set(scope, (usage = { open: 0, fresh: new LastSecond() }));
    return usage;
  }

  private tell(scope: PermitScope): void {
    for (const listener of this.listeners) listener(scope);
  }
}

export const localPermits = (limits: LimitsInForce): LocalPermits => new LocalPermits(limits);
