import { Heap } from '../queue/heap.js';
import type { PermitScope } from './port.js';

/** No refusal that ends of itself lasts longer, ms: one that seems to was met before the clock was put back. */
const LONGEST = 1_000;

interface Timer {
  readonly scope: PermitScope;
  until: number;
  place: number;
}

/** Scopes whose refusal ends of itself, by when it does. */
export class ScopeTimers {
  private readonly byScope = new Map<PermitScope, Timer>();
  private readonly heap = new Heap<'place', Timer>('place', (a, b) => a.until < b.until);

  /** Epoch ms; Infinity: none. */
  get next(): number {
    return this.heap.first?.until ?? Infinity;
  }

  /** @param until epoch ms */
  set(scope: PermitScope, until: number): void {
    let timer = this.byScope.get(scope);
    if (timer === undefined) {
      this.byScope.set(scope, (timer = { scope, until, place: -1 }));
      this.heap.add(timer);
    } else {
      timer.until = until;
      this.heap.moved(timer);
    }
  }

  /** A scope whose time is over by `now` (epoch ms); undefined: none. */
  take(now: number): PermitScope | undefined {
    const { first } = this.heap;
    if (first === undefined || (first.until > now && first.until <= now + LONGEST)) return undefined;
    this.heap.remove(first);
    this.byScope.delete(first.scope);
    return first.scope;
  }
}
