import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, Position, StoredEvent, SubscriptionMessage } from '#eventstore/port.js';
import type { Random } from '../chaos/random.js';
import { matches, type SubscriberPlan } from './plan.js';

const LONGEST_ABSENCE = 15;

export interface Seen {
  readonly position: Position;
  readonly id: string;
}

/** Where the subscriber is, and all that it saw until then: replaced as a whole, as one transaction would. */
interface Durable {
  readonly after: Position;
  readonly seen: readonly Seen[];
}

/**
 * A subscriber that crashes at random and goes on from what it made durable: its checkpoint together with what it saw. What it had been
 * handed out and not made durable is lost with it, and has to come again.
 */
export class CrashingSubscriber {
  crashes = 0;
  private readonly seen: Seen[] = [];
  private after: Position = 0;
  private expected = Infinity;
  private life = new AbortController();

  constructor(
    readonly plan: SubscriberPlan,
    private readonly store: EventStore,
    private readonly random: Random,
    /** It crashes after seeing up to so many messages. */
    private readonly longestLife: number,
  ) {}

  get count(): number {
    return this.seen.length;
  }

  get durable(): Durable {
    return { after: this.after, seen: this.seen };
  }

  /** Lives until it has seen as many events as {@link finish} says. */
  async run(): Promise<void> {
    while (this.seen.length < this.expected) {
      await this.live(this.random.between(1, this.longestLife));
      if (this.seen.length >= this.expected) return;
      this.crashes++;
      await pause(this.random.between(0, LONGEST_ABSENCE));
    }
  }

  /** All that it will ever be handed out is `count` events. */
  finish(count: number): void {
    this.expected = count;
    if (this.seen.length >= count) this.life.abort();
  }

  giveUp(): void {
    this.finish(0);
  }

  private async live(messages: number): Promise<void> {
    this.life = new AbortController();
    const { name: _, ...options } = this.plan;
    let left = messages;
    for await (const message of this.store.subscribe({ ...options, after: this.after, signal: this.life.signal })) {
      left--;
      if (left <= 0 && this.random.next() < 0.5) return;
      this.keep(message);
      if (left <= 0 || this.seen.length >= this.expected) return;
    }
  }

  private keep(message: SubscriptionMessage): void {
    if (message.kind === 'events') {
      for (const { position, id } of message.events) this.seen.push({ position, id });
      this.after = message.events.at(-1)?.position ?? this.after;
    } else {
      this.after = message.position;
    }
  }
}

/** How what a subscriber saw of the stored events differs from what it should have seen; undefined: not at all. */
export function difference(plan: SubscriberPlan, all: readonly Seen[], stored: readonly StoredEvent[]): string | undefined {
  const seen = all.filter(({ position }) => position <= (stored.at(-1)?.position ?? 0));
  const expected = stored.filter((event) => matches(plan, event));
  const at = expected.findIndex(({ id, position }, index) => seen[index]?.id !== id || seen[index].position !== position);
  if (at < 0 && seen.length === expected.length) return undefined;
  const index = at < 0 ? expected.length : at;
  const [should, did] = [expected[index]?.position ?? 'nothing', seen[index]?.position ?? 'nothing'];
  return `subscriber "${plan.name}" should have seen ${should} as number ${index + 1} of ${expected.length} and saw ${did}`;
}
