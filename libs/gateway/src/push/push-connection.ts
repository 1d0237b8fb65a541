import type { Socket } from 'node:net';
import type { Clock } from '#event-sourcing/clock.js';
import { Watchdog } from '../transport/watchdog.js';
import { PushAssembler } from './push-assembler.js';
import type { PushMessage } from './push-message.js';

/** A meter that has said nothing for so long has said everything, ms. */
const QUIET = 2_000;
/** However little comes in at a time, ms. */
const LONGEST = 10_000;

/** One connection of a meter that brings one message. `ended` is told once how to get it, unless nothing came. */
export class PushConnection {
  private readonly assembler = new PushAssembler();
  private readonly watchdog: Watchdog;
  private readonly deadline: number;
  private over = false;

  constructor(
    private readonly socket: Socket,
    private readonly clock: Clock,
    private readonly ended: (message: () => PushMessage) => void,
  ) {
    this.deadline = clock.now() + LONGEST;
    this.watchdog = new Watchdog(clock, () => this.end());
    this.watchdog.arm(LONGEST);
    socket.on('data', (piece) => this.add(piece));
    socket.on('end', () => this.end());
    socket.on('error', () => this.end());
    socket.on('close', () => this.end());
  }

  destroy(): void {
    this.over = true;
    this.watchdog.stop();
    this.socket.destroy();
  }

  private add(piece: Buffer): void {
    if (this.over) return;
    try {
      const message = this.assembler.add(piece);
      if (message !== undefined) this.finish(() => message);
      else this.watchdog.arm(Math.min(QUIET, this.deadline - this.clock.now()));
    } catch (error) {
      this.finish(() => {
        throw error;
      });
    }
  }

  private end(): void {
    if (this.over) return;
    if (this.assembler.isEmpty) this.destroy();
    else this.finish(() => this.assembler.end());
  }

  private finish(message: () => PushMessage): void {
    this.destroy();
    this.ended(message);
  }
}
