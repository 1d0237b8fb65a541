import { IncompletePushError } from './octets.js';
import { LONGEST_PUSH, parsePush } from './parse-push.js';
import { InvalidPushError, type PushMessage } from './push-message.js';

/** Puts a message together from what comes in over a connection. */
export class PushAssembler {
  private bytes = Buffer.alloc(0);

  /** The message, if it is whole whatever may follow. @throws InvalidPushError when no message begins so */
  add(piece: Uint8Array): PushMessage | undefined {
    if (this.bytes.length + piece.length > LONGEST_PUSH) throw new InvalidPushError('it is too long');
    this.bytes = Buffer.concat([this.bytes, piece]);
    try {
      return parsePush(this.bytes, 'tcp', false);
    } catch (error) {
      if (error instanceof IncompletePushError) return undefined;
      throw error;
    }
  }

  /** Nothing has come in. */
  get isEmpty(): boolean {
    return this.bytes.length === 0;
  }

  /** The message, now that nothing follows. @throws InvalidPushError */
  end(): PushMessage {
    return parsePush(this.bytes, 'tcp', true);
  }
}
