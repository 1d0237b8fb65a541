/** Lets tests wait until what a call has brought fulfils a condition. */
export class Changes {
  private readonly waiters = new Set<() => void>();

  /** Call it after each change. */
  tell(): void {
    for (const waiter of this.waiters) waiter();
  }

  async until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.waiters.delete(look);
        resolve();
      };
      this.waiters.add(look);
    });
  }
}
