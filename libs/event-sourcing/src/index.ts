export { systemClock, VirtualClock, type Clock } from './clock.js';
export { eventIdOf, isUuid, uuidv5, uuidv7 } from './uuid.js';
export { canonicalJson, CanonicalJsonError } from './canonical-json.js';
export { formatPosition, parsePosition, PositionError } from './position.js';
export type { DomainEvent, EventEnvelope, RecordedEvent, RecordedOf } from './registry/event.js';
export { eventType, type EventOf, type EventType, type EventTypeOptions, type Upcaster } from './registry/event-type.js';
export { EventRegistry, type EncodingEnvelope, type SealedEvent } from './registry/event-registry.js';
export { identityCodec, subjectOf, type PayloadCodec } from './registry/payload-codec.js';
export {
  EventRegistryError,
  EventSchemaError,
  MalformedEventError,
  NewerEventVersionError,
  UnknownEventTypeError,
} from './registry/registry-errors.js';
export { eventHash, firstHash, type HashedEvent } from './chain/event-hash.js';
export { verifyStream, type ChainFault, type ChainHead, type ChainVerdict, type VerifyOptions } from './chain/verify-stream.js';
export { DeciderRepository, type DeciderRepositoryOptions } from './repository/decider-repository.js';
export { RecordingClock } from './repository/recording-clock.js';
export { AppendOutcomeUnknownError, RepositoryError, StreamContendedError, type RepositoryErrorCode } from './repository/repository-errors.js';
export type {
  Decided,
  Decider,
  DecisionContext,
  HistoryOptions,
  Loaded,
  Moment,
  PastState,
  StreamRepository,
} from './repository/stream-repository.js';
export { silentLog, type Log } from './log.js';
export { snapshotDigest } from './repository/snapshot.js';
export type { SnapshotOptions } from './repository/snapshot-writer.js';
export type { Snapshot, SnapshotStore } from './repository/snapshot-store.js';
export {
  checkpointEventTypes,
  checkpointHash,
  CHECKPOINTS_STREAM,
  CheckpointSigned,
  isSignedCheckpoint,
  keyIdOf,
  signatureFault,
  signCheckpoint,
  type Checkpoint,
  type CheckpointEvent,
  type CheckpointSigner,
  type SignatureFault,
  type SignedCheckpoint,
} from './checkpoints/checkpoint.js';
export { checkpointLines, newestCheckpoints, readCheckpoint, readCheckpoints, type NumberedCheckpoint } from './checkpoints/checkpoint-log.js';
export type { CheckpointFault, CheckpointFinding } from './checkpoints/checkpoint-series.js';
export { CoverError, coveredRecord, type CoveredRecord, type CoverFault } from './checkpoints/covered-record.js';
export { HeadTable } from './checkpoints/head-table.js';
export { inclusionProof, verifyProof, type InclusionProof, type ProofFault, type ProofVerdict } from './checkpoints/inclusion-proof.js';
export { RecordFold, recordPages, type ChainBreak } from './checkpoints/record-fold.js';
export type { SavedHeads } from './checkpoints/saved-heads.js';
export { verifyOneStream, type StreamVerdict, type VerifyStreamOptions } from './checkpoints/verify-one-stream.js';
export { verifyRecord, type RecordVerdict, type VerifyRecordOptions } from './checkpoints/verify-record.js';
export { headLeaf, type StreamHead } from './checkpoints/stream-head.js';
export { MerkleTree, rootOfPath } from './checkpoints/merkle-tree.js';
