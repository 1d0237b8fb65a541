/** Lets any number of waiters sleep until the next commit. */
export class CommitSignal {
  private readonly waiters = new Set<() => void>();
  private commits = 0;

  /** Changes with every commit: take it before looking, so that no commit is slept through. */
  get current(): number {
    return this.commits;
  }

  fire(): void {
    this.commits++;
    for (const wake of this.waiters) wake();
  }

  /** Resolves when something was committed since `seen` was current, or the signal aborts. */
  async after(seen: number, signal: AbortSignal): Promise<void> {
    if (this.commits !== seen || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiters.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiters.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
