import type { RecordedDeviceEvent } from '#domain';
import type { GuardedWrite, ReadStore } from '#readstore/port.js';
import type { DocumentKey, Projection } from '../projection.js';
import type { IncomingEvent } from './incoming-events.js';
import { prepareModel } from './model-version.js';
import { persistently, type Persistence } from './persistently.js';
import { Progress } from './progress.js';
import { deviceRow, eventRow, markStale, quarantinedDevices } from './quarantine.js';
import { WorkingSet } from './working-set.js';

const TRIES = 3;
/** Positions that may pass without a document before the checkpoint follows. */
const SMALL_STEP = 1_000;

/** Brings one read model forward, batch by batch. */
export class Projector {
  readonly progress = new Progress();
  private quarantined = new Set<string>();
  private persisted = 0;
  private readonly handles: ReadonlySet<string>;

  constructor(
    readonly projection: Projection,
    private readonly readStore: ReadStore,
    private readonly persistence: Persistence,
  ) {
    this.handles = new Set(projection.handles);
  }

  get quarantinedDevices(): number {
    return this.quarantined.size;
  }

  /** Call once, before the first batch. */
  async open(): Promise<void> {
    await prepareModel(this.projection, this.readStore);
    this.quarantined = await quarantinedDevices(this.projection, this.readStore);
    this.persisted = await this.readStore.checkpoint(this.projection.name);
    this.progress.advance(this.persisted);
  }

  /** Applies a batch in one transaction with the checkpoint; resolves after the commit. Events that were applied before are left out. */
  async process(batch: readonly IncomingEvent[]): Promise<void> {
    const fresh = batch.filter(({ stored }) => stored.position > this.progress.position);
    const last = fresh.at(-1);
    if (last === undefined) return;
    await persistently(`projection ${this.projection.name}`, async () => this.commit(fresh, last.stored.position), this.persistence);
  }

  /** The store has nothing more up to `position`: the last events may be hidden from readers. */
  async advanceTo(position: number): Promise<void> {
    if (position <= this.progress.position) return;
    await persistently(`projection ${this.projection.name}`, async () => this.write([], position), this.persistence);
  }

  private async commit(fresh: readonly IncomingEvent[], position: number): Promise<void> {
    const working = new WorkingSet();
    await working.load(this.readStore, this.keysOf(fresh));
    const parked = new Set(this.quarantined);
    const rows: GuardedWrite[] = [];
    for (const incoming of fresh) {
      const { device } = incoming;
      if (device === undefined) continue;
      if (!parked.has(device)) {
        const failure = this.apply(incoming, working);
        if (failure === undefined) continue;
        parked.add(device);
        rows.push(deviceRow(this.projection, device, incoming, failure));
        await markStale(this.projection, this.readStore, working, device, incoming.stored.position);
        this.report(device, incoming, failure);
      }
      rows.push(eventRow(this.projection, device, incoming));
    }
    await this.write([...working.writes(), ...rows], position);
    this.quarantined = parked;
  }

  /** A step without documents is not worth a transaction each time: after a crash these events are passed over once more. */
  private async write(writes: readonly GuardedWrite[], position: number): Promise<void> {
    if (writes.length > 0 || position - this.persisted >= SMALL_STEP) {
      await this.readStore.write({ writes, checkpoint: { projection: this.projection.name, position } });
      this.persisted = position;
    }
    this.progress.advance(position);
  }

  private keysOf(fresh: readonly IncomingEvent[]): readonly DocumentKey[] {
    const keys: DocumentKey[] = [];
    for (const incoming of fresh) {
      const event = this.handled(incoming);
      if (event === undefined || event instanceof Error || this.quarantined.has(incoming.device ?? '')) continue;
      try {
        keys.push(...this.projection.reads(event));
      } catch {
        // The event is as incomprehensible to `apply`, which is where it counts.
      }
    }
    return keys;
  }

  private apply(incoming: IncomingEvent, working: WorkingSet): Error | undefined {
    const event = this.handled(incoming);
    if (event === undefined) return undefined;
    if (event instanceof Error) return event;
    let failure: Error | undefined;
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        working.apply(this.projection, event);
        return undefined;
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
    }
    return failure;
  }

  private handled({ stored, decoded }: IncomingEvent): RecordedDeviceEvent | Error | undefined {
    return this.handles.has(stored.type) ? decoded : undefined;
  }

  private report(device: string, { stored }: IncomingEvent, failure: Error): void {
    const fields = { err: failure, projection: this.projection.name, deviceIdentification: device, revision: stored.revision, type: stored.type };
    this.persistence.log.error(fields, 'an event could not be projected: its device is quarantined in this read model');
  }
}
