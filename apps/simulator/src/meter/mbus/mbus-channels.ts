import { openTransportedKey } from './key-transport.js';
import { mbusFactoryKeys, type MbusDevice, type MbusKeys } from './mbus-device.js';

/** Status of the encryption key of a channel (Blue Book, class 72 attribute 14). */
export const keyStatus = { none: 0, set: 1, transferred: 2, setAndTransferred: 3, inUse: 4 } as const;

const keyNames = ['userKey', 'firmwareUpdateAuthenticationKey', 'opticalPortKey'] as const;

/** One channel: the device on it, and the keys on both ends. */
export class MbusChannel {
  private held: MbusKeys | undefined;
  /** User key that was sent to the device and opened there; null when it did not open. */
  private sent: Buffer | null | undefined;
  /** User key that the meter was told. */
  private told: Buffer | undefined;

  constructor(
    readonly device: MbusDevice | undefined,
    private readonly factoryKeys: () => MbusKeys,
  ) {}

  /** Keys that the device holds now. */
  get keys(): MbusKeys {
    return this.held ?? this.factoryKeys();
  }

  /** Status that follows from what was sent and told; undefined while the channel is as it came from the factory. */
  get keyStatus(): number | undefined {
    if (this.sent === undefined) return this.told === undefined ? undefined : keyStatus.set;
    if (this.told === undefined) return keyStatus.transferred;
    return this.agreed && this.keys.userKey === this.told ? keyStatus.inUse : keyStatus.setAndTransferred;
  }

  /** Both ends know the same new user key. */
  get agreed(): boolean {
    return this.sent !== undefined && this.sent !== null && this.told?.equals(this.sent) === true;
  }

  /** Method 8: an encrypted user key for the device. @returns whether the device could open it */
  transfer(wrapped: Uint8Array): boolean {
    const opened = this.open(wrapped);
    this.sent = opened?.keyId === 0 ? opened.key : null;
    this.told = undefined;
    return this.sent !== null;
  }

  /** Method 7: the plain user key for the meter itself. */
  tell(key: Uint8Array): void {
    this.told = Buffer.from(key);
  }

  /** Both ends begin to use the key that they agree on. */
  use(): void {
    if (this.agreed && this.told !== undefined) this.held = { ...this.keys, userKey: this.told };
  }

  /** Method 6: any encrypted key for the device, in force at once. @returns whether the device could open it */
  replace(wrapped: Uint8Array): boolean {
    const opened = this.open(wrapped);
    const name = opened === undefined ? undefined : keyNames[opened.keyId];
    if (opened === undefined || name === undefined) return false;
    this.held = { ...this.keys, [name]: opened.key };
    return true;
  }

  forgetKeys(): void {
    this.sent = undefined;
    this.told = undefined;
  }

  private open(wrapped: Uint8Array): ReturnType<typeof openTransportedKey> {
    return this.device === undefined ? undefined : openTransportedKey(this.device, this.keys.defaultKey, wrapped);
  }
}

/** The four channels of a meter. */
export class MbusChannels {
  private readonly channels: readonly MbusChannel[];

  constructor(seed: number, meter: number, devices: readonly MbusDevice[]) {
    this.channels = [1, 2, 3, 4].map(
      (channel) =>
        new MbusChannel(
          devices.find((device) => device.channel === channel),
          () => mbusFactoryKeys(seed, meter, channel),
        ),
    );
  }

  /** @throws RangeError for a number other than 1 to 4 */
  at(channel: number | undefined): MbusChannel {
    const found = this.channels[(channel ?? 0) - 1];
    if (found === undefined) throw new RangeError(`no M-Bus channel ${channel}`);
    return found;
  }
}
