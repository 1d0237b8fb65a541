import type { RecordedDeviceEvent } from '#domain';
import type { GuardedWrite } from '#readstore/port.js';
import type { GenerationStore } from '../generations/generation-store.js';
import type { DocumentKey, Projection } from '../projection.js';
import { deviceRow, errorText, eventRow, markStale, quarantinedDevices } from '../quarantine/quarantine-rows.js';
import type { IncomingEvent } from './incoming-events.js';
import { persistently, type Persistence } from './persistently.js';
import { WorkingSet } from './working-set.js';

const TRIES = 3;
/** Positions that may pass without a document before the checkpoint follows. */
const SMALL_STEP = 1_000;

export interface ProjectorOptions {
  readonly projection: Projection;
  readonly store: GenerationStore;
  readonly persistence: Persistence;
  /** Name of its checkpoint. */
  readonly checkpoint: string;
  /** Whether a device's events are its affair. */
  readonly accepts: (device: string) => boolean;
  /** Called after a commit. */
  readonly onCommit: () => void;
}

/** Brings one partition of one generation forward: folds batches in memory, then writes each with the checkpoint in one transaction. */
export class Projector {
  private readonly working = new WorkingSet();
  private readonly handles: ReadonlySet<string>;
  private parked = new Map<string, number>();
  private rows: GuardedWrite[] = [];
  private foldedTo = 0;
  private committed = 0;
  private persisted = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: ProjectorOptions) {
    this.handles = new Set(options.projection.handles);
  }

  /** Everything up to here is in the store. */
  get position(): number {
    return this.committed;
  }

  /** Everything up to here is folded, and in the store with the next commit. */
  get folded(): number {
    return this.foldedTo;
  }

  /** The checkpoint in the store: where the next process would go on. */
  get checkpoint(): number {
    return this.persisted;
  }

  /** Documents and rows that the next commit will write. */
  get pending(): number {
    return this.working.changed + this.rows.length;
  }

  /** Parked devices, with the position of the event that could not be applied. */
  get quarantined(): ReadonlyMap<string, number> {
    return this.parked;
  }

  /** Call once, before the first batch, and not before the collections are defined. */
  async open(): Promise<void> {
    const { projection, store, checkpoint, accepts } = this.options;
    const parked = await quarantinedDevices(projection, store);
    this.parked = new Map([...parked].filter(([device]) => accepts(device)));
    this.persisted = await store.checkpoint(checkpoint);
    this.committed = this.persisted;
    this.foldedTo = this.persisted;
  }

  /** Folds events in order; `upTo`: nothing that matters here stands between the last of them and this position. What was folded before is left out. */
  async fold(events: readonly IncomingEvent[], upTo: number): Promise<void> {
    const { accepts, persistence, projection, store } = this.options;
    if (upTo <= this.foldedTo) return;
    const fresh = events.filter(({ device, stored }) => device !== undefined && stored.position > this.foldedTo && accepts(device));
    const keys = this.keysOf(fresh);
    if (keys.length > 0) await persistently(`projection ${projection.name}`, async () => this.working.load(store, keys), persistence);
    for (const incoming of fresh) {
      const device = incoming.device ?? '';
      if (this.isApplied(incoming)) {
        const failure = this.apply(incoming);
        if (failure === undefined) continue;
        await this.park(device, incoming, failure);
      } else if (incoming.stored.position === this.parked.get(device)) {
        // The same crash may have come before its documents were marked.
        await this.markStale(device, incoming.stored.position);
      }
      this.rows.push(eventRow(projection, device, incoming));
    }
    this.foldedTo = upTo;
  }

  /** Parks what a filtered reader left out: events of parked devices that the projection would not have handled. */
  parkMissed(events: readonly IncomingEvent[]): void {
    for (const incoming of events) {
      const since = this.parked.get(incoming.device ?? '');
      if (since === undefined || incoming.stored.position <= since || this.handles.has(incoming.stored.type)) continue;
      this.rows.push(eventRow(this.options.projection, incoming.device ?? '', incoming));
    }
  }

  /** Begins to write what was folded; resolves when the write before has ended, so that one is under way while the next is folded. */
  async commit(): Promise<void> {
    if (this.foldedTo <= this.committed && this.pending === 0) return;
    const writes = [...this.working.takeWrites(), ...this.rows];
    this.rows = [];
    const position = this.foldedTo;
    const batch = this.working.current - 1;
    await this.writing;
    this.writing = this.write(writes, position).then(() => this.working.forgetBefore(batch));
    // Whoever waits for it gets the error.
    this.writing.catch(() => undefined);
  }

  /** Resolves when everything that commits began is in the store. @throws when the projections stop before that */
  async settle(): Promise<void> {
    await this.writing;
  }

  /** Takes a device out of quarantine: its documents have been written by someone else. */
  release(device: string): void {
    this.parked.delete(device);
    this.working.forgetBefore(Infinity);
  }

  private async park(device: string, incoming: IncomingEvent, failure: Error): Promise<void> {
    const { projection, persistence } = this.options;
    const { position, revision, type } = incoming.stored;
    this.parked.set(device, position);
    this.rows.push(deviceRow(projection, device, incoming, failure));
    await this.markStale(device, position);
    const fields = { err: failure, projection: projection.name, deviceIdentification: device, revision, type };
    persistence.log.error(fields, `an event could not be projected: its device is quarantined in this read model (${errorText(failure)})`);
  }

  private async markStale(device: string, position: number): Promise<void> {
    const { projection, store, persistence } = this.options;
    await this.settle();
    const mark = async (): Promise<void> => markStale(projection, store, this.working, device, position);
    await persistently(`projection ${projection.name}`, mark, persistence);
  }

  /**
   * Of a parked device, too, what came before the event that could not be applied: in a store without transactions a crash can leave the row of
   * the device and neither the checkpoint nor all documents of the batch.
   */
  private isApplied({ device = '', stored }: IncomingEvent): boolean {
    return this.parked.size === 0 || stored.position < (this.parked.get(device) ?? Infinity);
  }

  /** A step without documents is not worth a transaction each time: after a crash these events are passed over once more. */
  private async write(writes: readonly GuardedWrite[], position: number): Promise<void> {
    const { projection, store, persistence, checkpoint, onCommit } = this.options;
    if (writes.length > 0 || position - this.persisted >= SMALL_STEP) {
      const work = async (): Promise<void> => store.write(writes, { projection: checkpoint, position });
      await persistently(`projection ${projection.name}`, work, persistence);
      this.persisted = position;
    }
    this.committed = Math.max(this.committed, position);
    onCommit();
  }

  private keysOf(fresh: readonly IncomingEvent[]): readonly DocumentKey[] {
    const keys: DocumentKey[] = [];
    for (const incoming of fresh) {
      const event = this.handled(incoming);
      if (event === undefined || event instanceof Error || !this.isApplied(incoming)) continue;
      try {
        keys.push(...this.options.projection.reads(event));
      } catch {
        // The event is as incomprehensible to `apply`, which is where it counts.
      }
    }
    return keys;
  }

  private apply(incoming: IncomingEvent): Error | undefined {
    const event = this.handled(incoming);
    if (event === undefined) return undefined;
    if (event instanceof Error) return event;
    let failure: Error | undefined;
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        this.working.apply(this.options.projection, event);
        return undefined;
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
    }
    return failure;
  }

  private handled({ stored, decoded }: IncomingEvent): RecordedDeviceEvent | Error | undefined {
    if (decoded === undefined) return undefined;
    return this.handles.has(decoded instanceof Error ? stored.type : decoded.type) ? decoded : undefined;
  }
}
