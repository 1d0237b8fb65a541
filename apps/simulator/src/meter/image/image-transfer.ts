import { ACTION_RESULT } from '#dlms';

/** States of an image transfer (Blue Book, class 18 attribute 6). */
export const imageStatus = {
  notInitiated: 0,
  initiated: 1,
  verificationInitiated: 2,
  verificationSuccessful: 3,
  verificationFailed: 4,
  activationInitiated: 5,
  activationSuccessful: 6,
  activationFailed: 7,
} as const;

/** Octets of a block, the last one may be shorter. */
export const imageBlockSize = 216;

const maxImageSize = 16 * 1024 * 1024;
/** An identifier with this end stands for an image that does not verify. */
const corruptEnd = '.corrupt';
/** Images for M-Bus devices carry this in their identifier, behind the manufacturer's three letters. */
const mbusMark = 'MBUS';

export interface ImageTiming {
  /** Does something after the time that verification or activation takes. */
  later(act: () => void): void;
}

/** A firmware image on its way into a meter: which blocks have come, what became of it. The content is not kept. */
export class ImageTransfer {
  private state: number = imageStatus.notInitiated;
  private name: Uint8Array = new Uint8Array();
  private octets = 0;
  private received: boolean[] = [];
  private attempts = 0;

  get status(): number {
    return this.state;
  }

  get identifier(): Uint8Array {
    return this.name;
  }

  get size(): number {
    return this.octets;
  }

  /** One bit per block, `1` when it has come. */
  get blocksStatus(): string {
    return this.received.map((come) => (come ? '1' : '0')).join('');
  }

  /** The number of blocks when all have come. */
  get firstMissing(): number {
    const missing = this.received.indexOf(false);
    return missing === -1 ? this.received.length : missing;
  }

  get complete(): boolean {
    return this.received.length > 0 && this.firstMissing === this.received.length;
  }

  get forMbus(): boolean {
    return Buffer.from(this.name).subarray(3, 7).toString('latin1') === mbusMark;
  }

  /** @returns an action-result */
  initiate(identifier: Uint8Array, size: number): number {
    if (size < 1 || size > maxImageSize) return ACTION_RESULT['other-reason'];
    this.name = Buffer.from(identifier);
    this.octets = size;
    this.received = Array.from({ length: Math.ceil(size / imageBlockSize) }, () => false);
    this.state = imageStatus.initiated;
    return ACTION_RESULT.success;
  }

  /**
   * @param lost whether the n-th block that was ever sent gets lost on its way: the meter says yes and does not have it
   * @returns an action-result
   */
  take(number: number, length: number, lost: (attempt: number) => boolean): number {
    if (this.state !== imageStatus.initiated) return ACTION_RESULT['other-reason'];
    if (number >= this.received.length || length !== this.lengthOf(number)) return ACTION_RESULT['other-reason'];
    if (!lost(this.attempts++)) this.received[number] = true;
    return ACTION_RESULT.success;
  }

  /** Says "not yet" at first; the outcome is in the status later. @returns an action-result */
  verify(timing: ImageTiming): number {
    if (this.state === imageStatus.verificationSuccessful) return ACTION_RESULT.success;
    if (this.state === imageStatus.verificationInitiated) return ACTION_RESULT['temporary-failure'];
    if (this.state !== imageStatus.initiated || !this.complete) return ACTION_RESULT['other-reason'];
    this.state = imageStatus.verificationInitiated;
    timing.later(() => {
      this.state = this.corrupt ? imageStatus.verificationFailed : imageStatus.verificationSuccessful;
    });
    return ACTION_RESULT['temporary-failure'];
  }

  /** An image for an M-Bus device is activated without verification. @returns an action-result */
  activate(timing: ImageTiming, activated: () => void): number {
    if (this.state === imageStatus.activationInitiated) return ACTION_RESULT['temporary-failure'];
    const ready = this.state === imageStatus.verificationSuccessful || (this.forMbus && this.state === imageStatus.initiated && this.complete);
    if (!ready) return ACTION_RESULT['other-reason'];
    this.state = imageStatus.activationInitiated;
    timing.later(() => {
      this.state = this.corrupt ? imageStatus.activationFailed : imageStatus.activationSuccessful;
      if (!this.corrupt) activated();
    });
    return ACTION_RESULT['temporary-failure'];
  }

  private get corrupt(): boolean {
    return Buffer.from(this.name).toString('latin1').endsWith(corruptEnd);
  }

  private lengthOf(number: number): number {
    return number === this.received.length - 1 ? this.octets - number * imageBlockSize : imageBlockSize;
  }
}
