import type { NewEvent, Position } from '../port.js';
import { positionOf } from './all-page.js';
import type { Attempts } from './attempts.js';
import { fromWire } from './content.js';
import type { EsdbSettings } from './esdb-options.js';
import { wirePosition } from './position.js';
import { readFeed } from './reading.js';
import type { WireRecord } from './wire.js';

/** Records read at once: those that are asked about lie close together, with what others wrote in between. */
const READ = 200;
/** How often, and after how many milliseconds each, an event that is not to be seen yet is looked for. */
const LOOKS = 3;
const PAUSE = 50;

interface Question {
  readonly position: Position;
  readonly event: NewEvent;
  readonly answer: (isOurs: boolean) => void;
  readonly fail: (reason: unknown) => void;
}

function isSame(record: WireRecord, event: NewEvent): boolean {
  const { id, data, metadata } = fromWire(record);
  return id === event.id && data === event.data && metadata === event.metadata;
}

/**
 * Looks at what stands at a position, for appends that are answered with one: the same ids may have been written by another process, with
 * other content. One read answers all questions that came up during the last one.
 */
export class LookBack {
  private questions: Question[] = [];
  private isLooking = false;

  constructor(
    private readonly attempts: Attempts,
    private readonly settings: EsdbSettings,
  ) {}

  /** @throws EventStoreError STORE_UNAVAILABLE */
  isOurs(position: Position, event: NewEvent): Promise<boolean> {
    return new Promise((answer, fail) => {
      this.questions.push({ position, event, answer, fail });
      if (!this.isLooking) void this.lookAll();
    });
  }

  private async lookAll(): Promise<void> {
    this.isLooking = true;
    while (this.questions.length > 0) {
      const questions = this.questions.toSorted((a, b) => a.position - b.position);
      this.questions = [];
      try {
        await this.look(questions);
      } catch (error) {
        for (const { fail } of questions) fail(error);
      }
    }
    this.isLooking = false;
  }

  private async look(questions: readonly Question[]): Promise<void> {
    let open = questions;
    for (let looks = 0; open.length > 0;) {
      const left = await this.read(open);
      looks = left.length < open.length ? 0 : looks + 1;
      open = left;
      if (looks === LOOKS) break;
      if (looks > 0) await this.settings.clock.wait(PAUSE, this.settings.closed);
    }
    // Nothing to compare with: it was answered, so it stands there.
    for (const { answer } of open) answer(true);
  }

  /** Reads on from the first one that is asked about. Answers those that are still open. */
  private async read(questions: readonly Question[]): Promise<readonly Question[]> {
    const [first] = questions;
    if (first === undefined) return [];
    const { clock, timeouts } = this.settings;
    const options = { from: wirePosition(first.position), direction: 'forwards', limit: questions.length === 1 ? 1 : READ } as const;
    let open = questions;
    const each = (record: WireRecord): boolean => {
      const position = positionOf(record);
      for (const question of open.filter((one) => one.position === position)) question.answer(isSame(record, question.event));
      open = open.filter((one) => one.position !== position);
      return open.length > 0;
    };
    await this.attempts.run({ budget: timeouts.read }, (link, silence) => readFeed(link.readAll(options), { clock, silence, each }));
    return open;
  }
}
