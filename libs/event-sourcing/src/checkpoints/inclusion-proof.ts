import { Type, type Static } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { verifyStream } from '../chain/verify-stream.js';
import { readStreamPages } from '../repository/read-stream.js';
import { isSignedCheckpoint, signatureFault, strictBase64, type Checkpoint } from './checkpoint.js';
import { CoverError, type CoveredRecord } from './covered-record.js';
import { rootOfPath } from './merkle-tree.js';
import { headLeaf } from './stream-head.js';

/** An event in a proof: its texts as stored; its revision is its place in the list. */
const ProvenEvent = Type.Object(
  { id: Type.String(), type: Type.String(), data: Type.String(), metadata: Type.String() },
  { additionalProperties: false },
);

const ProofShape = Type.Object(
  {
    form: Type.Literal('meterlog/proof/1'),
    stream: Type.String({ minLength: 1 }),
    /** Place of the stream among all streams of the checkpoint, by name. */
    index: Type.Integer({ minimum: 0 }),
    /** Hashes from the leaf to the root, base64url without padding. */
    path: Type.Array(Type.String()),
    checkpoint: Type.Unknown(),
    signature: Type.String(),
    publicKey: Type.String(),
    events: Type.Array(ProvenEvent, { minItems: 1 }),
  },
  { additionalProperties: false },
);

/** Proves offline that a stream held exactly these events when a checkpoint was signed. */
export interface InclusionProof extends Omit<Static<typeof ProofShape>, 'checkpoint'> {
  readonly checkpoint: Checkpoint;
}

const validator = TypeCompiler.Compile(ProofShape);

/**
 * The proof of one stream: its events up to where the checkpoint reaches, and the way to the signed root.
 * Undefined when the stream had no events by then.
 * @throws CoverError when the stream is no longer the one that was signed
 */
export async function inclusionProof(store: EventStore, stream: string, covered: CoveredRecord): Promise<InclusionProof | undefined> {
  const head = covered.heads.get(stream);
  const index = covered.heads.indexOf(stream);
  if (head === undefined) return undefined;
  const events: StoredEvent[] = [];
  for await (const page of readStreamPages(store, stream, 0, head.revision + 1)) events.push(...page);
  const verdict = verifyStream(events);
  if (!verdict.ok || verdict.head?.revision !== head.revision || verdict.head.hash !== head.hash)
    throw new CoverError('ROOT', `stream ${stream} is not the one that the checkpoint signed`);
  return {
    form: 'meterlog/proof/1',
    stream,
    index,
    path: covered.tree.path(index).map((hash) => hash.toString('base64url')),
    ...covered.signed,
    events: events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
  };
}

export type ProofFault =
  /** It is no proof of this form. */
  | 'FORM'
  /** Signed with another key than the one that is trusted, or the public key is not the one named. */
  | 'KEY'
  /** The checkpoint is not what was signed. */
  | 'SIGNATURE'
  /** The events are not an unbroken stream of this name. */
  | 'CHAIN'
  /** The stream as it is here does not lead to the signed root. */
  | 'PATH';

export type ProofVerdict =
  | { readonly ok: true; readonly stream: string; readonly revision: number; readonly hash: string; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly reason: ProofFault; readonly detail: string };

const wrong = (reason: ProofFault, detail: string): ProofVerdict => ({ ok: false, reason, detail });

const SIGNATURE_FAULTS = {
  KEY: 'the checkpoint was not signed with the key that is trusted, or names another one than the proof carries',
  SIGNATURE: 'the signature does not fit the checkpoint',
} as const;

/**
 * Verifies a proof with nothing but itself.
 * @param value the parsed JSON of whatever came
 * @param keyId the key to trust, as it was got in another way; default: whichever the proof carries, so compare `checkpoint.keyId` yourself
 */
export function verifyProof(value: unknown, keyId?: string): ProofVerdict {
  if (!validator.Check(value)) {
    const { path = '' } = validator.Errors(value).First() ?? {};
    return wrong('FORM', path === '' ? 'it is no proof' : `${path} is missing, unknown or not what it has to be`);
  }
  const { stream, index, path, checkpoint, signature, publicKey } = value;
  const signed = { checkpoint, signature, publicKey };
  if (!isSignedCheckpoint(signed)) return wrong('FORM', 'it holds no checkpoint of this form');
  const fault = signatureFault(signed, keyId);
  if (fault !== undefined) return wrong(fault, SIGNATURE_FAULTS[fault]);
  const verdict = verifyStream(value.events.map((event, revision) => ({ ...event, stream, revision, position: 0 })));
  if (!verdict.ok) return wrong('CHAIN', `the chain breaks at revision ${verdict.revision} (${verdict.reason})`);
  if (verdict.head === undefined) return wrong('FORM', 'it holds no events');
  const hashes = path.map((text) => strictBase64(text, 'base64url'));
  if (!hashes.every((hash) => hash !== undefined)) return wrong('FORM', 'a hash of the path is not base64url');
  const { revision, hash } = verdict.head;
  const root = rootOfPath(headLeaf({ stream, revision, hash }), index, signed.checkpoint.streams, hashes);
  if (root !== signed.checkpoint.root) return wrong('PATH', `the stream, which ends here at revision ${revision}, does not lead to the signed root`);
  return { ok: true, stream, revision, hash, checkpoint: signed.checkpoint };
}
