import type { PushTarget } from '../push/send-push.js';

/** What a meter asks the fleet for. */
export interface MeterHost {
  /** The fleet's clock, epoch milliseconds. */
  now(): number;
  /** Zone of the meters, IANA. */
  readonly timezone: string;
  readonly seed: number;
  /** Lets a meter settle now and then until nothing is pending any more. */
  watch(meter: Watched): void;
  /** Sends a message that nobody waits for. */
  send(bytes: Buffer, target: PushTarget): void;
}

/** A meter that something is to happen to. */
export interface Watched {
  /** Lets happen what is due. @returns whether more is pending */
  settle(): boolean;
}
