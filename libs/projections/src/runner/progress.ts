import type { Clock } from '#event-sourcing';

/** Given as the reason to spare each wait the exception that an abort without one makes. */
const REACHED = 'reached';

export type AdvanceListener = (position: number) => void;

/** How far a projection has come, for those who wait for it. */
export class Progress {
  private current = 0;
  private readonly listeners = new Set<AdvanceListener>();

  get position(): number {
    return this.current;
  }

  /** Call after the commit. Never goes back. Listeners must not throw. */
  advance(position: number): void {
    if (position <= this.current) return;
    this.current = position;
    for (const listener of this.listeners) listener(position);
  }

  onAdvance(listener: AdvanceListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** True when `position` was reached within `timeoutMs`; false then or when the signal aborts. */
  async waitFor(position: number, timeoutMs: number, clock: Clock, signal?: AbortSignal): Promise<boolean> {
    if (position <= this.current) return true;
    const reached = new AbortController();
    const stopListening = this.onAdvance((now) => {
      if (now >= position) reached.abort(REACHED);
    });
    await clock.wait(timeoutMs, signal === undefined ? reached.signal : AbortSignal.any([reached.signal, signal]));
    stopListening();
    return position <= this.current;
  }
}
