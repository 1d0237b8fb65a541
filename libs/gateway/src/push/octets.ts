import { InvalidPushError } from './push-message.js';

/** More octets are needed to know what a message says. Not an error while they may still come. */
export class IncompletePushError extends InvalidPushError {
  constructor() {
    super('it ends too early');
  }
}

/** Reads a message from its beginning. */
export class Octets {
  /** Octets that were read. */
  position = 0;

  constructor(private readonly bytes: Buffer) {}

  /** @throws IncompletePushError */
  take(count: number): Buffer {
    if (this.bytes.length - this.position < count) throw new IncompletePushError();
    const taken = this.bytes.subarray(this.position, this.position + count);
    this.position += count;
    return taken;
  }

  /** @throws IncompletePushError */
  uint8(): number {
    return this.take(1).readUInt8();
  }

  /** What has to stand here. @throws IncompletePushError, InvalidPushError */
  expect(what: string, ...values: readonly number[]): void {
    for (const value of values) if (this.uint8() !== value) throw new InvalidPushError(`it has no ${what}`);
  }
}
