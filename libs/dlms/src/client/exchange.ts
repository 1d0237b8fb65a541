import type { Apdu } from '../apdu/apdu.js';
import { DlmsError } from '../errors.js';
import type { ClientEvent } from './events.js';

/** What an exchange makes of one answer: events, and the next APDU unless it is finished. */
export interface Step {
  readonly events: readonly ClientEvent[];
  readonly send?: Apdu;
}

/** One request with its answers, block transfer included. Knows nothing of ciphering and transport. */
export interface Exchange {
  /** The APDU that starts it. */
  readonly first: Apdu;
  /** Invoke id and priority that answers must repeat; absent with short names. */
  readonly invoke?: number;
  receive(answer: Apdu): Step;
}

export function unexpected(answer: Apdu): DlmsError {
  return new DlmsError('UNEXPECTED_APDU', `${answer.kind} does not answer the request`);
}
