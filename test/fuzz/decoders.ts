import {
  CONTROL,
  decodeActionOutcome,
  decodeActionOutcomes,
  decodeApdu,
  decodeData,
  decodeDateTime,
  decodeGetResults,
  decodeValues,
  encodeApdu,
  encodeData,
  FrameParser,
  InvocationWindow,
  parseCiphered,
  protect,
  unprotect,
  unwrapKey,
  verifyHlsProof,
  WrapperParser,
} from '#dlms';
import { keys } from '#dlms/testing/peer.js';
import { decoder, type Target } from './target.js';

const { authenticationKey, clientTitle: title, encryptionKey: key } = keys;
const proof = { authenticationKey, encryptionKey: key, title, challenge: keys.stoc };
let counter = 0;

/** Opens what is ciphered as any peer might send it: no tag will match, so this ends early. */
function openForeign(bytes: Buffer): void {
  parseCiphered(bytes);
  unprotect(bytes, { authenticationKey, title, unicast: { key, window: new InvocationWindow() } }, 0);
}

/** A peer that has the keys ciphers nonsense. */
function openOwn(bytes: Buffer): void {
  counter = (counter + 1) >>> 0;
  const sealed = protect(bytes, {
    key,
    authenticationKey,
    title,
    counter,
    family: 'general-glo',
    control: [CONTROL.both, CONTROL.authenticated][counter & 1] ?? CONTROL.both,
  });
  decodeApdu(unprotect(sealed, { authenticationKey, title, unicast: { key, window: new InvocationWindow() } }, 0).apdu);
}

/** What decodes must encode again, to octets that decode to the same. */
function roundTrip<T>(bytes: Buffer, decode: (bytes: Uint8Array) => { readonly value: T }, encode: (value: T) => Buffer): void {
  const { value } = decode(bytes);
  let once: Buffer;
  let twice: Buffer;
  try {
    once = encode(value);
    twice = encode(decode(once).value);
  } catch (error) {
    throw new Error(`what was decoded does not encode again: ${JSON.stringify(value, printable)}`, { cause: error });
  }
  if (!once.equals(twice)) throw new Error(`encodes to something else: ${JSON.stringify(value, printable)}`);
}

function printable(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

export const decoders: readonly Target[] = [
  decoder('data', 'data', 30, (bytes) => roundTrip(bytes, decodeData, encodeData)),
  decoder('apdu', 'apdus', 40, (bytes) => roundTrip(bytes, decodeApdu, encodeApdu)),
  decoder('get-results', 'data', 3, decodeGetResults),
  decoder('values', 'data', 3, decodeValues),
  decoder('action-outcomes', 'data', 2, decodeActionOutcomes),
  decoder('action-outcome', 'data', 2, decodeActionOutcome),
  decoder('date-time', 'data', 1, (bytes) => decodeDateTime(bytes.subarray(0, 12))),
  decoder('ciphered', 'ciphered', 3, openForeign),
  decoder('ciphered-own', 'apdus', 2, openOwn),
  decoder('hls-proof', 'ciphered', 1, (bytes) => verifyHlsProof(proof, bytes.subarray(0, 17))),
  decoder('key-wrap', 'ciphered', 1, (bytes) => unwrapKey(key, bytes)),
  decoder('wrapper', 'wrapped', 4, (bytes) => new WrapperParser().push(bytes)),
  decoder('hdlc', 'hdlc', 8, (bytes) => new FrameParser().push(bytes)),
];
