import { setImmediate } from 'node:timers/promises';
import { type EventStore, EventStoreError, type ExpectedRevision, type NewEvent, WrongExpectedRevisionError } from '#eventstore/port.js';
import type { Random } from '../chaos/random.js';
import type { EventMaker } from './event-maker.js';
import { DEVICE_PREFIX, PROCESS_PREFIX } from './plan.js';

const DEVICES = 40;
const PROCESSES = 12;
const LARGEST_APPEND = 6;
const REPEATED = 0.08;
const TRIES = 50;

/** What all writers share: how much is left to write, and where each believes the streams to be. */
export interface Work {
  left: number;
  readonly heads: Map<string, number>;
  readonly violations: string[];
}

/** Appends to streams that the other writers append to as well: at exact revisions to those of devices, anywhere to those of processes. */
export class Writer {
  constructor(
    private readonly store: EventStore,
    private readonly random: Random,
    private readonly maker: EventMaker,
    private readonly work: Work,
  ) {}

  async run(): Promise<void> {
    while (this.work.left > 0) {
      const count = Math.min(this.work.left, this.random.between(1, LARGEST_APPEND));
      this.work.left -= count;
      if (this.random.next() < 0.3) await this.toProcess(count);
      else await this.toDevice(count);
      if (this.random.next() < 0.05) await setImmediate();
    }
  }

  private async toProcess(count: number): Promise<void> {
    const stream = `${PROCESS_PREFIX}${this.random.between(0, PROCESSES - 1)}`;
    await this.append(
      stream,
      Array.from({ length: count }, () => this.maker.ofProcess()),
      'any',
    );
  }

  /** The writer that comes too late reads where the stream is and tries again, as a decider does. */
  private async toDevice(count: number): Promise<void> {
    const stream = `${DEVICE_PREFIX}${this.random.between(0, DEVICES - 1)}`;
    for (let written = false; !written;) {
      const head = this.work.heads.get(stream) ?? -1;
      const events = Array.from({ length: count }, (_, index) => this.maker.ofDevice(stream, head + 1 + index));
      try {
        await this.append(stream, events, head < 0 ? 'no-stream' : head);
        this.work.heads.set(stream, Math.max(head + count, this.work.heads.get(stream) ?? -1));
        written = true;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevisionError)) throw error;
        this.work.heads.set(stream, error.actual);
      }
    }
  }

  private async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<void> {
    const first = await this.answered(stream, events, expected);
    if (expected === 'any' || this.random.next() >= REPEATED) return;
    const again = await this.answered(stream, events, expected);
    if (!again.repeated || again.position !== first.position) this.work.violations.push(`an append to ${stream} was written twice`);
  }

  /** No answer is no knowledge: the same is sent again. */
  private async answered(stream: string, events: readonly NewEvent[], expected: ExpectedRevision) {
    for (let tries = 1; ; tries++) {
      try {
        return await this.store.append(stream, events, expected);
      } catch (error) {
        if (!(error instanceof EventStoreError && error.code === 'STORE_UNAVAILABLE') || tries >= TRIES) throw error;
      }
    }
  }
}
