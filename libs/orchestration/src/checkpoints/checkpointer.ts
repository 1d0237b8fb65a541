import {
  checkpointHash,
  CHECKPOINTS_STREAM,
  checkpointEventTypes,
  coveredRecord,
  DeciderRepository,
  EventRegistry,
  formatPosition,
  inclusionProof,
  readCheckpoint,
  signCheckpoint,
  uuidv7,
  type CheckpointEvent,
  type CheckpointSigner,
  type Clock,
  type CoveredRecord,
  type InclusionProof,
  type Log,
  type MerkleTree,
  type NumberedCheckpoint,
  type SavedHeads,
} from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import { CheckpointFile } from './checkpoint-file.js';
import { openRecordState, readOn, type RecordState } from './record-state.js';

export const CHECKPOINTER = 'meterlog/checkpoints';

export interface CheckpointerOptions {
  readonly store: EventStore;
  readonly signer: CheckpointSigner;
  readonly saved: SavedHeads;
  readonly clock: Clock;
  readonly log: Log;
  /** Also written to; default: none. */
  readonly file?: string | undefined;
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal;
}

export interface MadeCheckpoint {
  /** False: nothing has happened since the last one, which this is. */
  readonly created: boolean;
  /** Undefined: nothing was ever recorded. */
  readonly checkpoint: NumberedCheckpoint | undefined;
}

/** Hash of the last checkpoint on the stream; null before the first. */
type Series = string | null;

/** Signs the heads of all streams, and proves streams by what was signed. One thing at a time. */
export class Checkpointer {
  private readonly series: DeciderRepository<Series, CheckpointEvent>;
  private readonly file: CheckpointFile | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private state: RecordState | undefined;
  /** Costs 64 bytes per stream and a moment to make again: kept as long as the memory is not needed. */
  private lastTree: WeakRef<MerkleTree> | undefined;

  constructor(private readonly options: CheckpointerOptions) {
    const { store, clock, file } = options;
    this.file = file === undefined ? undefined : new CheckpointFile(file);
    this.series = new DeciderRepository<Series, CheckpointEvent>({
      store,
      clock,
      registry: new EventRegistry(checkpointEventTypes),
      stream: () => CHECKPOINTS_STREAM,
      initialState: () => null,
      evolve: (_series, { data }) => checkpointHash(data.checkpoint),
    });
  }

  /**
   * Verifies what came since the last checkpoint, signs the heads of all streams, and records it. What comes meanwhile waits for the next one.
   * @param actor who wants it
   * @throws CheckpointRefusedError when the record is damaged: it is never signed then
   */
  make(actor = CHECKPOINTER): Promise<MadeCheckpoint> {
    return this.alone(() => this.makeNow(actor));
  }

  /**
   * The proof of a stream by the last checkpoint or the one with this number; undefined when there is no such checkpoint, or it does not cover
   * an event of the stream.
   * @throws CoverError, CheckpointRefusedError when the record is not what was signed
   */
  proof(stream: string, number?: number): Promise<InclusionProof | undefined> {
    return this.alone(async () => {
      const covered = await this.covered(number);
      return covered === undefined ? undefined : inclusionProof(this.options.store, stream, covered);
    });
  }

  /** Makes a checkpoint whenever `interval` ms have passed since the last and something has happened, until the signal aborts. */
  async run(interval: number, signal: AbortSignal): Promise<void> {
    const { clock, log, store } = this.options;
    while (!signal.aborted) {
      try {
        const last = (await readCheckpoint(store))?.signed?.checkpoint.at;
        const due = last === undefined ? clock.now() + interval : Date.parse(last) + interval;
        await clock.wait(Math.min(interval, Math.max(0, due - clock.now())), signal);
        if (signal.aborted) return;
        const { created } = await this.make();
        if (!created) await clock.wait(interval, signal);
      } catch (error) {
        if (signal.aborted) return;
        log.error({ err: error }, 'no checkpoint could be signed');
        await clock.wait(interval, signal);
      }
    }
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async makeNow(actor: string): Promise<MadeCheckpoint> {
    const { store, signer, clock, signal } = this.options;
    const last = await readCheckpoint(store);
    const state = await this.upTo(last);
    if (!(await this.hasNews(state))) {
      await this.write();
      return { created: false, checkpoint: last };
    }
    try {
      await readOn(store, state, { signal });
    } catch (error) {
      // A fold that went past a break is worth nothing.
      this.state = undefined;
      throw error;
    }
    const { fold } = state;
    const tree = await fold.heads.tree();
    this.lastTree = new WeakRef(tree);
    const previous = last?.signed === undefined ? null : checkpointHash(last.signed.checkpoint);
    const facts = { at: new Date(clock.now()).toISOString(), events: fold.events, streams: tree.size, root: tree.root, previous };
    const signed = signCheckpoint(signer, { ...facts, position: formatPosition(store.storeId, fold.position) });
    const commandId = uuidv7(clock.now());
    const context = { commandId, correlationUid: commandId, causationId: null, actor };
    const { events, revision } = await this.series.decide('', context, (series) =>
      series === previous ? [{ type: 'CheckpointSigned', data: signed }] : [],
    );
    // Another process was faster: its checkpoint covers nearly the same.
    if (events.length === 0) return { created: false, checkpoint: await readCheckpoint(store) };
    await this.save(state);
    await this.write();
    return { created: true, checkpoint: { number: revision, signed } };
  }

  /** The record as folded so far, at the last checkpoint or after it. */
  private async upTo(last: NumberedCheckpoint | undefined): Promise<RecordState> {
    const { store, saved, signal } = this.options;
    // Another process may have signed a later one: then its root is looked at, too.
    if (this.state === undefined || this.state.fold.events < (last?.signed?.checkpoint.events ?? 0))
      this.state = await openRecordState(store, saved, last, signal);
    return this.state;
  }

  /** The last checkpoint itself is no news. */
  private async hasNews({ fold }: RecordState): Promise<boolean> {
    const { events } = await this.options.store.readAll({ after: fold.position, limit: 2 });
    return events.length > 1 || events.some(({ stream }) => stream !== CHECKPOINTS_STREAM);
  }

  private async covered(number: number | undefined): Promise<CoveredRecord | undefined> {
    const { store } = this.options;
    const last = await readCheckpoint(store);
    const wanted = number === undefined || number === last?.number ? last : await readCheckpoint(store, number);
    if (wanted?.signed === undefined) return undefined;
    if (wanted.number !== last?.number) return coveredRecord(store, wanted.signed);
    const { fold } = await this.upTo(last);
    if (fold.events !== wanted.signed.checkpoint.events) return coveredRecord(store, wanted.signed);
    const known = this.lastTree?.deref();
    const tree = known?.root === wanted.signed.checkpoint.root ? known : await fold.heads.tree();
    this.lastTree = new WeakRef(tree);
    return { signed: wanted.signed, heads: fold.heads, tree };
  }

  /** Only to save reading: a failure costs time after the next start. */
  private async save({ fold, changed }: RecordState): Promise<void> {
    const heads = function* () {
      for (const stream of changed) yield { stream, ...(fold.heads.get(stream) ?? { revision: -1, hash: '' }) };
    };
    try {
      await this.options.saved.save(fold.position, heads());
      changed.clear();
    } catch (error) {
      this.options.log.warn({ err: error }, 'the heads of the streams could not be saved');
    }
  }

  /** What the file lacks, also what an earlier failure kept from it. */
  private async write(): Promise<void> {
    if (this.file === undefined) return;
    try {
      await this.file.bringUpTo(this.options.store);
    } catch (error) {
      this.options.log.error({ err: error }, 'the checkpoint could not be written to the checkpoint file');
    }
  }
}
