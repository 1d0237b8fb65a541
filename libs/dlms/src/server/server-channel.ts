import { encodeApdu, type Apdu } from '../apdu/apdu.js';
import { familyFor, isDedicated, type CipherFamily } from '../security/families.js';
import { CONTROL } from '../security/gcm.js';
import { InvocationWindow } from '../security/invocation-window.js';
import { protect, protectionOverhead } from '../security/protect.js';
import { unprotect, type UnprotectedApdu } from '../security/unprotect.js';
import type { ServerKeys, ServerSecurity } from './options.js';

/** The ciphered side of one association: opens requests and seals each answer in the family and under the key of its request. */
export class ServerChannel {
  /** Counter that had been accepted before this association began. */
  readonly lastBefore: number;
  private readonly first: ServerKeys;
  private current: ServerKeys;
  private family: CipherFamily = 'glo';
  private control: number = CONTROL.both;
  private dedicatedKey: Uint8Array | undefined;
  private readonly dedicatedWindow = new InvocationWindow();

  constructor(
    private readonly security: ServerSecurity,
    readonly clientTitle: Uint8Array,
  ) {
    this.first = security.keys();
    this.current = this.first;
    this.lastBefore = this.first.window.last;
  }

  /** Keys that the request under way came with. */
  get keys(): ServerKeys {
    return this.current;
  }

  get serverTitle(): Uint8Array {
    return this.security.systemTitle;
  }

  useDedicatedKey(key: Uint8Array): void {
    this.dedicatedKey = Buffer.from(key);
  }

  /** Verifies, deciphers and remembers how the answer has to look. Throws as `unprotect` does. */
  open(apdu: Uint8Array): UnprotectedApdu {
    const keys = this.security.keySwitch === 'immediate' ? this.security.keys() : this.first;
    const opened = unprotect(
      apdu,
      {
        authenticationKey: keys.authenticationKey,
        title: this.clientTitle,
        unicast: { key: keys.encryptionKey, window: keys.window },
        ...(this.dedicatedKey === undefined ? {} : { dedicated: { key: this.dedicatedKey, window: this.dedicatedWindow } }),
      },
      this.security.policy ?? CONTROL.both,
    );
    this.current = keys;
    this.family = opened.family;
    this.control = opened.control & CONTROL.both;
    return opened;
  }

  /** Protects an answer like the request it belongs to. */
  seal(apdu: Apdu, wanted: CipherFamily = this.family): Buffer {
    const plain = encodeApdu(apdu);
    const family = familyFor(wanted, plain[0] ?? 0);
    const { encryptionKey, authenticationKey } = this.current;
    const key = isDedicated(family) && this.dedicatedKey !== undefined ? this.dedicatedKey : encryptionKey;
    const { control } = this;
    return protect(plain, {
      key,
      authenticationKey,
      title: this.security.systemTitle,
      counter: this.current.nextInvocationCounter(),
      family,
      control,
    });
  }

  /** Octets that `seal` adds at most. */
  get overhead(): number {
    return protectionOverhead(this.family);
  }
}
