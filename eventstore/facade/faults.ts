import { setTimeout } from 'node:timers/promises';
import type { RpcError } from './wire/rpc-error.js';
import { slowConsumer } from './wire/rpc-error.js';

interface Cuttable {
  cut(error: RpcError): void;
}

/** What a test can have go wrong with the answers. Connections are the listener's. */
export class Faults {
  private delay = 0;
  private answersToLose = 0;
  private readonly subscriptions = new Set<Cuttable>();

  /** Holds back the answers of appends, deletes and tombstones, which are written meanwhile. 0 ends it. */
  delayReplies(milliseconds: number): void {
    this.delay = milliseconds;
  }

  /** The next append (or the next so many) is written but never answered. */
  loseAppendAnswers(count = 1): void {
    this.answersToLose += count;
  }

  /** How many subscriptions are being served. */
  get subscriptionCount(): number {
    return this.subscriptions.size;
  }

  /** Ends every subscription as a server ends those that are too slow. */
  cutSubscriptions(): void {
    for (const subscription of this.subscriptions) subscription.cut(slowConsumer());
  }

  /** Resolves when the answer may go out; false when it is to be lost. */
  async mayAnswer(isAppend: boolean): Promise<boolean> {
    const isLost = isAppend && this.answersToLose > 0;
    if (isLost) this.answersToLose--;
    if (this.delay > 0) await setTimeout(this.delay, undefined, { ref: false });
    return !isLost;
  }

  /** Returns what to call when the subscription has ended. */
  watch(subscription: Cuttable): () => void {
    this.subscriptions.add(subscription);
    return () => this.subscriptions.delete(subscription);
  }
}
