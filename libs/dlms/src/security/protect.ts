import { lengthSize } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import { cipheredTag, isGeneral, type CipherFamily } from './families.js';
import { associatedData, CONTROL, nonce, seal, TAG_SIZE, TITLE_SIZE, type CipherKey } from './gcm.js';

export interface Protection {
  /** Unicast, broadcast or dedicated key, as family and control say. */
  readonly key: CipherKey;
  readonly authenticationKey: Uint8Array;
  /** System title of the sender. */
  readonly title: Uint8Array;
  /** uint32, never used before with this key and title. */
  readonly counter: number;
  /** Security control: 0x10 authenticated, 0x20 encrypted, 0x30 both (default); 0x40 broadcast key. */
  readonly control?: number;
  readonly family: CipherFamily;
}

const MAX_COUNTER = 0xffffffff;
/** Security control and counter. */
const SECURITY_HEADER = 5;

/** Wraps a plain APDU: tag, [title,] length, SC, IC, body and tag. */
export function protect(apdu: Uint8Array, protection: Protection): Buffer {
  const { key, authenticationKey, title, counter, family, control = CONTROL.both } = protection;
  if (!Number.isInteger(counter) || counter < 0 || counter > MAX_COUNTER)
    throw new DlmsError('COUNTER_EXHAUSTED', 'invocation counter outside uint32');
  const tag = cipheredTag(family, apdu[0] ?? 0);
  if (tag === undefined) throw new DlmsError('INVALID_VALUE', `APDU tag ${apdu[0]} cannot be sent as ${family}`);
  const authenticated = (control & CONTROL.authenticated) !== 0;
  const contents = SECURITY_HEADER + apdu.length + (authenticated ? TAG_SIZE : 0);
  const titleSize = isGeneral(family) ? 1 + TITLE_SIZE : 0;
  const out = Buffer.allocUnsafe(1 + titleSize + lengthSize(contents) + contents);
  out[0] = tag;
  if (titleSize > 0) {
    out[1] = TITLE_SIZE;
    out.set(title, 2);
  }
  let at = writeLength(out, 1 + titleSize, contents);
  out[at] = control;
  at = out.writeUInt32BE(counter, at + 1);
  const iv = nonce(title, counter);
  if ((control & CONTROL.encrypted) !== 0) {
    seal(key, iv, authenticated ? associatedData(control, authenticationKey) : undefined, apdu, out, at);
  } else if (authenticated) {
    out.set(apdu, at);
    seal(key, iv, associatedData(control, authenticationKey, apdu), new Uint8Array(0), out, at + apdu.length);
  } else {
    throw new DlmsError('INVALID_VALUE', 'security control asks for no protection');
  }
  return out;
}

/** Octets that protection adds at most to an APDU below 64 KiB. */
export function protectionOverhead(family: CipherFamily): number {
  return 1 + 3 + SECURITY_HEADER + TAG_SIZE + (isGeneral(family) ? 1 + TITLE_SIZE : 0);
}

function writeLength(out: Buffer, at: number, length: number): number {
  const octets = lengthSize(length) - 1;
  if (octets === 0) return out.writeUInt8(length, at);
  out[at] = 0x80 + octets;
  return out.writeUIntBE(length, at + 1, octets);
}
