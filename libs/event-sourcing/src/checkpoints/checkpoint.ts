import { createHash, createPublicKey, verify } from 'node:crypto';
import { Type, type Static } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { canonicalJson } from '../canonical-json.js';
import { eventType, type EventOf } from '../registry/event-type.js';

/** The stream that signed checkpoints stand on. */
export const CHECKPOINTS_STREAM = 'checkpoints';

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });

const CheckpointShape = Type.Object(
  {
    form: Type.Literal('meterlog/checkpoint/1'),
    /** When it was made: ISO 8601, UTC, with milliseconds. */
    at: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' }),
    /** It covers the first so many events of the store, in the store's order: that holds in every copy, too. */
    events: Type.Integer({ minimum: 0 }),
    /** Of the last event covered, as clients see positions: bound to the store that it was made in. */
    position: Type.String({ minLength: 1 }),
    /** How many streams had events by then. */
    streams: Type.Integer({ minimum: 0 }),
    /** Merkle root over their heads, ordered by stream name (UTF-16 code units). */
    root: Hash,
    /** {@link checkpointHash} of the one before; null for the first. */
    previous: Type.Union([Hash, Type.Null()]),
    /** SHA-256 of the public key (SubjectPublicKeyInfo, DER) that it is signed with. */
    keyId: Hash,
  },
  { additionalProperties: false },
);

const SignedShape = Type.Object(
  {
    checkpoint: CheckpointShape,
    /** Ed25519 (RFC 8032) over `meterlog/checkpoint/1`, a line feed and the canonical JSON of the checkpoint; base64. */
    signature: Type.String({ minLength: 1 }),
    /** SubjectPublicKeyInfo, DER, base64. Proves nothing by itself: compare its id with one that was got in another way. */
    publicKey: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
);

/** What all streams together held at a point of the record. */
export type Checkpoint = Static<typeof CheckpointShape>;
export type SignedCheckpoint = Static<typeof SignedShape>;

/** A checkpoint was made: everything up to its position is sealed by it. */
export const CheckpointSigned = eventType('CheckpointSigned', SignedShape);
export type CheckpointEvent = EventOf<typeof CheckpointSigned>;

/** Every event type of the stream {@link CHECKPOINTS_STREAM}. */
export const checkpointEventTypes = [CheckpointSigned] as const;

/** Signs for the platform. The private key stays where it is. */
export interface CheckpointSigner {
  /** SHA-256 of the public key's DER, hex. */
  readonly keyId: string;
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string;
  /** Ed25519, 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
}

const validator = TypeCompiler.Compile(SignedShape);

/** Whether a value of unknown origin has the shape of a signed checkpoint. */
export const isSignedCheckpoint = (value: unknown): value is SignedCheckpoint => validator.Check(value);

/** What the next checkpoint names as `previous`: SHA-256 of the canonical JSON, hex. */
export function checkpointHash(checkpoint: Checkpoint): string {
  return createHash('sha256').update(canonicalJson(checkpoint), 'utf8').digest('hex');
}

/** The purpose stands in front, so that a signature under this key can never be taken for one of something else. */
function signedBytes(checkpoint: Checkpoint): Buffer {
  return Buffer.from(`${checkpoint.form}\n${canonicalJson(checkpoint)}`, 'utf8');
}

export function signCheckpoint(signer: CheckpointSigner, facts: Omit<Checkpoint, 'form' | 'keyId'>): SignedCheckpoint {
  const checkpoint: Checkpoint = { form: 'meterlog/checkpoint/1', ...facts, keyId: signer.keyId };
  const signature = Buffer.from(signer.sign(signedBytes(checkpoint))).toString('base64');
  return { checkpoint, signature, publicKey: signer.publicKey };
}

/** Bytes of base64 in its one canonical spelling: another spelling of the same bytes is a change, too. */
export function strictBase64(text: string, encoding: 'base64' | 'base64url' = 'base64'): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : undefined;
}

/** The id of a public key given as base64 of its DER; undefined when it is no base64. */
export function keyIdOf(publicKey: string): string | undefined {
  const der = strictBase64(publicKey);
  return der === undefined ? undefined : createHash('sha256').update(der).digest('hex');
}

export type SignatureFault =
  /** The public key is not the one that the checkpoint names, or not the one that was asked for. */
  | 'KEY'
  /** It was not signed with that key. */
  | 'SIGNATURE';

/** @param keyId the only key that is trusted; default: whichever the checkpoint names */
export function signatureFault({ checkpoint, signature, publicKey }: SignedCheckpoint, keyId = checkpoint.keyId): SignatureFault | undefined {
  if (checkpoint.keyId !== keyId || keyIdOf(publicKey) !== keyId) return 'KEY';
  const bytes = strictBase64(signature);
  if (bytes === undefined) return 'SIGNATURE';
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return 'KEY';
    return verify(null, signedBytes(checkpoint), key, bytes) ? undefined : 'SIGNATURE';
  } catch {
    return 'KEY';
  }
}
