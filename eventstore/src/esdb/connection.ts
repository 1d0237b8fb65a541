import type { EsdbLink } from './wire.js';

/** How long an orderly end may take before the connections are left to themselves, in milliseconds. */
const LONGEST_FAREWELL = 2_000;

async function endOf(link: EsdbLink): Promise<void> {
  const bound = new Promise<void>((resolve) => {
    setTimeout(resolve, LONGEST_FAREWELL).unref();
  });
  await Promise.race([link.close(), bound]).catch(() => undefined);
}

/**
 * The link in use. The client reconnects by itself, but some of its states last: a capability request or a channel that never answers, a
 * failed discovery that it remembers. Whoever meets such a state asks for another client.
 */
export class Connection {
  private current: EsdbLink;
  private readonly ending = new Set<Promise<void>>();

  constructor(private readonly make: () => EsdbLink) {
    this.current = make();
  }

  get link(): EsdbLink {
    return this.current;
  }

  /** Leaves `link`, unless somebody else was quicker. What is under way on it fails as "away" and is tried again on the new one. */
  renew(link: EsdbLink): void {
    if (link !== this.current) return;
    this.current = this.make();
    const end = endOf(link);
    this.ending.add(end);
    void end.finally(() => this.ending.delete(end));
  }

  async close(): Promise<void> {
    await Promise.all([...this.ending, endOf(this.current)]);
  }
}
