import { ByteReader } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import { cipherFamily, isDedicated, isGeneral, type CipherFamily } from './families.js';
import { associatedData, CONTROL, nonce, open, TAG_SIZE, TITLE_SIZE, type CipherKey } from './gcm.js';
import type { InvocationWindow } from './invocation-window.js';

/** A ciphered APDU taken apart, nothing verified yet. */
export interface CipheredApdu {
  readonly family: CipherFamily;
  /** Tag that must be found inside; absent for the general families. */
  readonly plainTag?: number;
  /** Sender's system title, general families only; absent when the sender left it out. */
  readonly title?: Uint8Array;
  readonly control: number;
  readonly counter: number;
  readonly body: Buffer;
}

/** A key and the replay window of the counters that the sender uses with it. */
export interface ReceivingKey {
  readonly key: CipherKey;
  readonly window: InvocationWindow;
}

export interface ReceivingKeys {
  readonly authenticationKey: Uint8Array;
  /** System title of the sender: an APDU that names another one is refused. */
  readonly title: Uint8Array;
  readonly unicast: ReceivingKey;
  readonly broadcast?: ReceivingKey;
  readonly dedicated?: ReceivingKey;
}

export interface UnprotectedApdu {
  /** The plain APDU, its tag first. */
  readonly apdu: Buffer;
  readonly family: CipherFamily;
  readonly control: number;
  readonly counter: number;
}

const SUITE_MASK = 0x0f;

/** Reads the frame of a ciphered APDU; MALFORMED when it is none. A push receiver finds its keys by `title`. */
export function parseCiphered(bytes: Uint8Array): CipheredApdu {
  const input = new ByteReader(bytes);
  const known = cipherFamily(input.u8());
  if (known === undefined) throw new DlmsError('MALFORMED', 'not a ciphered APDU');
  const title = isGeneral(known.family) ? input.octets() : undefined;
  if (title !== undefined && title.length !== 0 && title.length !== TITLE_SIZE)
    throw new DlmsError('MALFORMED', `system title of ${title.length} octets`);
  const contents = new ByteReader(input.octets());
  return {
    family: known.family,
    ...(known.plain === undefined ? {} : { plainTag: known.plain }),
    ...(title === undefined || title.length === 0 ? {} : { title }),
    control: contents.u8(),
    counter: contents.u32(),
    body: contents.rest(),
  };
}

/**
 * Verifies and deciphers. The order matters: security level, title, tag, and only then the replay window.
 * Errors: SECURITY_TOO_LOW below `minimumControl` (default: encrypted and authenticated), UNABLE_TO_DECIPHER, REPLAY, UNSUPPORTED, MALFORMED.
 */
export function unprotect(apdu: Uint8Array | CipheredApdu, keys: ReceivingKeys, minimumControl: number = CONTROL.both): UnprotectedApdu {
  const ciphered = apdu instanceof Uint8Array ? parseCiphered(apdu) : apdu;
  const { control, counter, family } = ciphered;
  if ((control & (SUITE_MASK | CONTROL.compressed)) !== 0) throw new DlmsError('UNSUPPORTED', `security control ${control}`);
  if ((control & minimumControl) !== minimumControl || (control & CONTROL.both) === 0) {
    throw new DlmsError('SECURITY_TOO_LOW', `security control ${control} is below the policy`);
  }
  if (ciphered.title !== undefined && Buffer.compare(ciphered.title, keys.title) !== 0) {
    throw new DlmsError('UNABLE_TO_DECIPHER', 'the system title is not the one of the peer');
  }
  const receiving = receivingKey(keys, family, control);
  const plain = decipher(ciphered, receiving.key, keys);
  if (plain[0] === undefined || (ciphered.plainTag !== undefined && plain[0] !== ciphered.plainTag)) {
    throw new DlmsError('UNABLE_TO_DECIPHER', 'the APDU inside is not what the tag outside says');
  }
  // A counter without a tag is only claimed: it may be refused, never recorded.
  if ((control & CONTROL.authenticated) === 0) receiving.window.check(counter);
  else receiving.window.accept(counter);
  return { apdu: plain, family, control, counter };
}

function decipher(ciphered: CipheredApdu, key: CipherKey, keys: ReceivingKeys): Buffer {
  const { control, body } = ciphered;
  const iv = nonce(keys.title, ciphered.counter);
  if ((control & CONTROL.authenticated) === 0) return open(key, iv, undefined, body, undefined);
  if (body.length < TAG_SIZE) throw new DlmsError('MALFORMED', 'no room for an authentication tag');
  const text = body.subarray(0, body.length - TAG_SIZE);
  const tag = body.subarray(body.length - TAG_SIZE);
  if ((control & CONTROL.encrypted) !== 0) return open(key, iv, associatedData(control, keys.authenticationKey), text, tag);
  open(key, iv, associatedData(control, keys.authenticationKey, text), new Uint8Array(0), tag);
  return text;
}

function receivingKey(keys: ReceivingKeys, family: CipherFamily, control: number): ReceivingKey {
  // The key set bit says nothing about a dedicated key.
  const broadcast = (control & CONTROL.broadcast) !== 0 ? keys.broadcast : keys.unicast;
  const key = isDedicated(family) ? keys.dedicated : broadcast;
  if (key === undefined) throw new DlmsError('UNABLE_TO_DECIPHER', `no key for ${family}, security control ${control}`);
  return key;
}
