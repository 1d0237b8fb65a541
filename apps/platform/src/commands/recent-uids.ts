const KEPT = 10_000;

/** Which device an idempotency key was last used for, until the read model surely knows. */
export class RecentUids {
  readonly #devices = new Map<string, string>();

  deviceOf(correlationUid: string): string | undefined {
    return this.#devices.get(correlationUid);
  }

  remember(correlationUid: string, deviceIdentification: string): void {
    this.#devices.set(correlationUid, deviceIdentification);
    if (this.#devices.size <= KEPT) return;
    const [oldest] = this.#devices.keys();
    if (oldest !== undefined) this.#devices.delete(oldest);
  }

  forget(correlationUid: string): void {
    this.#devices.delete(correlationUid);
  }
}
