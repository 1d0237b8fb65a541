import { setImmediate } from 'node:timers/promises';
import type { Feed, FeedItem } from './wire.js';

const nothing = (): void => undefined;

/**
 * Pulls from a feed what has arrived, and no more than asked for: what nobody pulls stays in the feed's bounded buffer, and beyond that on
 * the server.
 */
export class FeedReader {
  private failure: { readonly error: unknown } | undefined;
  private ended = false;
  private wake: () => void = nothing;

  constructor(
    private readonly feed: Feed,
    private readonly left: AbortSignal,
  ) {
    feed.items.on('readable', () => this.wake());
    feed.items.on('error', (error: unknown) => {
      this.failure ??= { error };
      this.wake();
    });
    for (const event of ['end', 'close'] as const) {
      feed.items.on(event, () => {
        this.ended = true;
        this.wake();
      });
    }
  }

  /**
   * Waits for the first item; takes those that come right behind it, up to `most`. Empty at the end of the feed or when it was left.
   * What arrived before an error is handed out before it. @throws what the feed failed with
   */
  async take(most: number): Promise<readonly FeedItem[]> {
    const items = await this.first(most);
    for (let last = 0; items.length > last && items.length < most && !this.left.aborted;) {
      last = items.length;
      await setImmediate();
      this.drain(items, most);
    }
    return this.left.aborted ? [] : items;
  }

  private async first(most: number): Promise<FeedItem[]> {
    const items: FeedItem[] = [];
    const wakeUp = (): void => this.wake();
    this.left.addEventListener('abort', wakeUp);
    try {
      while (!this.left.aborted) {
        this.drain(items, most);
        if (items.length > 0) return items;
        if (this.failure !== undefined) throw this.failure.error;
        if (this.ended) return items;
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
      return items;
    } finally {
      this.left.removeEventListener('abort', wakeUp);
    }
  }

  private drain(items: FeedItem[], most: number): void {
    while (items.length < most) {
      const item = this.feed.items.read() as FeedItem | null;
      if (item === null) return;
      items.push(item);
    }
  }
}
