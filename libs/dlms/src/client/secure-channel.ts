import type { KeyObject } from 'node:crypto';
import type { Apdu } from '../apdu/apdu.js';
import { encodeApdu } from '../apdu/apdu.js';
import { APDU_TAG } from '../apdu/tags.js';
import { DlmsError } from '../errors.js';
import { familyFor, isCiphered, isDedicated, type CipherFamily } from '../security/families.js';
import { cipherKey, CONTROL, TITLE_SIZE } from '../security/gcm.js';
import { InvocationWindow } from '../security/invocation-window.js';
import { protect, protectionOverhead } from '../security/protect.js';
import { unprotect, type ReceivingKeys } from '../security/unprotect.js';
import type { ClientSecurity } from './options.js';

const MAX_COUNTER = 0xffffffff;

/** Keys, counters and titles of one association of a client: makes ciphered APDUs of plain ones and back. */
export class SecureChannel {
  /** How requests are wrapped: `glo` until the association stands. */
  family: CipherFamily = 'glo';
  private peerTitle: Uint8Array | undefined;
  private lastCounter = -1;
  private lastDedicatedCounter = -1;
  private readonly globalWindow: InvocationWindow;
  private readonly dedicatedWindow = new InvocationWindow();

  /** Made ready once: each message takes them. */
  readonly encryptionKey: KeyObject;
  private readonly dedicatedKey: KeyObject | undefined;

  constructor(private readonly security: ClientSecurity) {
    this.encryptionKey = cipherKey(security.encryptionKey);
    this.dedicatedKey = security.dedicatedKey === undefined ? undefined : cipherKey(security.dedicatedKey);
    this.globalWindow = new InvocationWindow(security.lastServerCounter);
    this.peerTitle = security.serverSystemTitle;
  }

  /** As far as it is known: without HLS and ciphering the server may keep it to itself. */
  get knownServerTitle(): Uint8Array | undefined {
    return this.peerTitle;
  }

  get serverTitle(): Uint8Array {
    if (this.peerTitle === undefined) throw new DlmsError('AUTHENTICATION_FAILED', 'the server gave no system title');
    return this.peerTitle;
  }

  /** Last counter of the server that verified under the global key, -1 for none. */
  get lastServerCounter(): number {
    return this.globalWindow.last;
  }

  /** Title from the AARE; must be the expected one if one is expected. */
  learnServerTitle(title: Uint8Array): void {
    if (title.length !== TITLE_SIZE) throw new DlmsError('MALFORMED', `system title of ${title.length} octets`);
    if (this.peerTitle !== undefined && Buffer.compare(this.peerTitle, title) !== 0) {
      throw new DlmsError('AUTHENTICATION_FAILED', 'the server has another system title than expected');
    }
    if (Buffer.compare(this.security.systemTitle, title) === 0)
      throw new DlmsError('AUTHENTICATION_FAILED', 'the server uses the system title of the client');
    this.peerTitle = Buffer.from(title);
  }

  /** The next number of the global key's counter. */
  nextCounter(): number {
    this.lastCounter = ascending(this.security.nextInvocationCounter(), this.lastCounter);
    return this.lastCounter;
  }

  /** Wraps a plain APDU in the family in force, or in the given one. */
  seal(apdu: Apdu, wanted: CipherFamily = this.family): Buffer {
    const plain = encodeApdu(apdu);
    const family = familyFor(wanted, plain[0] ?? 0);
    const { authenticationKey, systemTitle: title, control = CONTROL.both } = this.security;
    const { dedicatedKey, encryptionKey } = this;
    if (isDedicated(family) && dedicatedKey !== undefined) {
      return protect(plain, { key: dedicatedKey, authenticationKey, title, control, family, counter: this.nextDedicatedCounter() });
    }
    return protect(plain, { key: encryptionKey, authenticationKey, title, control, family, counter: this.nextCounter() });
  }

  /** The plain APDU inside. In clear only exception responses are taken: anything else would be a downgrade. */
  open(apdu: Uint8Array): Uint8Array {
    if (!isCiphered(apdu)) {
      if (apdu[0] === APDU_TAG.exceptionResponse) return apdu;
      throw new DlmsError('SECURITY_TOO_LOW', `APDU tag ${apdu[0]} in clear inside a ciphered association`);
    }
    return unprotect(apdu, this.receivingKeys(), this.security.control ?? CONTROL.both).apdu;
  }

  /** Octets that sealing adds at most. */
  get overhead(): number {
    return protectionOverhead(this.family);
  }

  private receivingKeys(): ReceivingKeys {
    const { authenticationKey } = this.security;
    const { encryptionKey, dedicatedKey } = this;
    return {
      authenticationKey,
      title: this.serverTitle,
      unicast: { key: encryptionKey, window: this.globalWindow },
      ...(dedicatedKey === undefined ? {} : { dedicated: { key: dedicatedKey, window: this.dedicatedWindow } }),
    };
  }

  private nextDedicatedCounter(): number {
    if (this.security.nextDedicatedCounter === undefined) return this.nextCounter();
    this.lastDedicatedCounter = ascending(this.security.nextDedicatedCounter(), this.lastDedicatedCounter);
    return this.lastDedicatedCounter;
  }
}

/** A nonce used twice would give the key away, so a counter that does not rise stops everything. */
function ascending(counter: number, last: number): number {
  if (!Number.isInteger(counter) || counter <= last || counter > MAX_COUNTER) {
    throw new DlmsError('COUNTER_EXHAUSTED', 'the invocation counter does not rise or has left uint32');
  }
  return counter;
}
