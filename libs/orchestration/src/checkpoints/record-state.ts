import {
  parsePosition,
  PositionError,
  readCheckpoint,
  RecordFold,
  recordPages,
  signatureFault,
  type NumberedCheckpoint,
  type SavedHeads,
} from '#event-sourcing';
import { EventStoreError, type EventStore } from '#eventstore/port.js';
import { CheckpointRefusedError } from './checkpoint-refused.js';

/** Checkpoints before the last that saved heads may belong to: a crash between signing and saving leaves them one behind. */
const LOOK_BACK = 3;

/** A fold of the record, and the streams whose heads are not saved yet. */
export interface RecordState {
  readonly fold: RecordFold;
  readonly changed: Set<string>;
}

function positionIn(store: EventStore, { signed }: NumberedCheckpoint): number | undefined {
  try {
    return signed === undefined ? undefined : parsePosition(store.storeId, signed.checkpoint.position);
  } catch (error) {
    // Signed in the store that this one was copied from.
    if (error instanceof PositionError) return undefined;
    throw error;
  }
}

interface ReadOnOptions {
  readonly events?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads on, verifying every event, until `events` are folded, or up to the end of the store as it was at the call.
 * @throws CheckpointRefusedError when a chain breaks; EventStoreError STORE_CLOSED when the signal aborts
 */
export async function readOn(store: EventStore, { fold, changed }: RecordState, { events, signal }: ReadOnOptions): Promise<void> {
  if (events !== undefined && fold.events >= events) return;
  const end = await store.head();
  for await (const page of recordPages(store, fold.position, events === undefined ? [] : [events - fold.events])) {
    if (signal?.aborted) throw new EventStoreError('STORE_CLOSED', 'the platform is stopping');
    const [broken] = fold.add(page);
    if (broken !== undefined)
      throw new CheckpointRefusedError(`the chain of stream ${broken.stream} breaks at revision ${broken.revision} (${broken.reason})`);
    for (const { stream } of page) changed.add(stream);
    if (events === undefined ? fold.position >= end : fold.events >= events) return;
  }
}

async function agrees({ fold }: RecordState, { signed }: NumberedCheckpoint): Promise<boolean> {
  const { events, root, streams } = signed?.checkpoint ?? {};
  return fold.events === events && fold.heads.size === streams && (await fold.heads.tree()).root === root;
}

/** What was saved, if the root that a checkpoint signed says that it is right. */
async function proven(store: EventStore, saved: SavedHeads, last: NumberedCheckpoint): Promise<RecordState | undefined> {
  const loaded = await saved.load();
  if (loaded === undefined) return undefined;
  for (let number = last.number; number >= 0 && number > last.number - LOOK_BACK; number--) {
    const candidate = number === last.number ? last : await readCheckpoint(store, number);
    if (candidate?.signed === undefined || positionIn(store, candidate) !== loaded.position) continue;
    const fold = new RecordFold('verified', loaded.heads);
    fold.events = candidate.signed.checkpoint.events;
    fold.position = loaded.position;
    const state = { fold, changed: new Set<string>() };
    return (await agrees(state, candidate)) ? state : undefined;
  }
  return undefined;
}

/**
 * The record up to the last checkpoint, which it is found to agree with: from what was saved, else from the start.
 * @throws CheckpointRefusedError when the record is no longer what that checkpoint signed
 */
export async function openRecordState(
  store: EventStore,
  saved: SavedHeads,
  last: NumberedCheckpoint | undefined,
  signal?: AbortSignal,
): Promise<RecordState> {
  const known = last === undefined ? undefined : await proven(store, saved, last);
  if (known === undefined) await saved.clear();
  const state = known ?? { fold: new RecordFold('verified'), changed: new Set<string>() };
  if (last === undefined) return state;
  if (last.signed === undefined) throw new CheckpointRefusedError(`event ${last.number} of the stream of checkpoints is no checkpoint`);
  if (signatureFault(last.signed) !== undefined) throw new CheckpointRefusedError(`checkpoint ${last.number} of the record is not what was signed`);
  await readOn(store, state, { events: last.signed.checkpoint.events, signal });
  if (!(await agrees(state, last))) throw new CheckpointRefusedError(`the record is no longer what checkpoint ${last.number} signed`);
  return state;
}
