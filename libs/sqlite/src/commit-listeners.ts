/** Who wants to know of commits, by module. */
export class CommitListeners {
  private readonly byModule = new Map<string, Set<() => void>>();

  add(module: string, listener: () => void): () => void {
    // The wrapper makes each registration its own, also of one listener added twice.
    const registration = (): void => listener();
    const listeners = this.byModule.get(module) ?? new Set();
    this.byModule.set(module, listeners.add(registration));
    return () => listeners.delete(registration);
  }

  /** A listener that throws must not keep the others from hearing: each runs in a microtask of its own. */
  tell(modules: readonly string[]): void {
    for (const module of modules) for (const listener of this.byModule.get(module) ?? []) queueMicrotask(listener);
  }
}
