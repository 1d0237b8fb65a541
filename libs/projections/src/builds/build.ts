import type { ReadStore } from '#readstore/port.js';
import { GenerationStore } from '../generations/generation-store.js';
import { checkpointOf, collectionsIn, collectionsOf, nameIn, partitionOf, quarantineOf, type Generation } from '../generations/layout.js';
import type { Projection } from '../projection.js';
import type { IncomingEvent } from './incoming-events.js';
import type { Persistence } from './persistently.js';
import { Projector } from './projector.js';

/** Most tombstones and expired documents that one call removes, so that a sweep never holds the store for long. */
const SWEEPS = 100;

/** A generation at work: its partitions, and the documents that they write. */
export class Build {
  readonly store: GenerationStore;
  private readonly projectors: readonly Projector[];
  private readonly listeners = new Set<() => void>();
  private lacksIndexes = false;

  constructor(
    readonly projection: Projection,
    readonly generation: Generation,
    private readonly readStore: ReadStore,
    persistence: Persistence,
  ) {
    const { number, partitions } = generation;
    this.store = new GenerationStore(readStore, number, async (collection) => this.prepareSearch(collection));
    const onCommit = (): void => this.tell();
    this.projectors = Array.from({ length: partitions }, (_, partition) => {
      const accepts = (device: string): boolean => partitionOf(device, partitions) === partition;
      const checkpoint = checkpointOf(projection.name, generation, partition);
      return new Projector({ projection, store: this.store, persistence, checkpoint, accepts, onCommit });
    });
  }

  /**
   * Defines the collections and goes to the checkpoints. `later`: the indexes of documents are left to {@link addIndexes}; that is for a
   * generation that nobody reads before it is built.
   */
  async open(indexes: 'now' | 'later' = 'now'): Promise<void> {
    const quarantine = nameIn(this.generation.number, quarantineOf(this.projection).name);
    for (const definition of collectionsIn(this.projection, this.generation.number))
      await this.readStore.define([definition], { indexes: definition.name === quarantine ? 'now' : indexes });
    this.lacksIndexes = indexes === 'later';
    await Promise.all(this.projectors.map(async (projector) => projector.open()));
  }

  /** Adds the indexes that {@link open} left out, one after the other: whoever else writes meanwhile waits for one of them at most. */
  async addIndexes(): Promise<void> {
    if (!this.lacksIndexes) return;
    for (const { name, indexes } of collectionsIn(this.projection, this.generation.number))
      for (const index of indexes) await this.readStore.define([{ name, indexes: [index] }]);
    this.lacksIndexes = false;
  }

  /** Everything up to here is in every partition: the lowest of their checkpoints. */
  get position(): number {
    return Math.min(...this.projectors.map(({ position }) => position));
  }

  get folded(): number {
    return Math.min(...this.projectors.map(({ folded }) => folded));
  }

  /** Documents that the next commit will write. */
  get pending(): number {
    return this.projectors.reduce((sum, { pending }) => sum + pending, 0);
  }

  get quarantined(): number {
    return this.projectors.reduce((sum, { quarantined }) => sum + quarantined.size, 0);
  }

  isQuarantined(device: string): boolean {
    return this.of(device)?.quarantined.has(device) ?? false;
  }

  /** See {@link Projector.fold}. */
  async fold(events: readonly IncomingEvent[], upTo: number): Promise<void> {
    for (const projector of this.projectors) await projector.fold(events, upTo);
  }

  parkMissed(events: readonly IncomingEvent[]): void {
    for (const projector of this.projectors) projector.parkMissed(events);
  }

  async commit(): Promise<void> {
    await Promise.all(this.projectors.map(async (projector) => projector.commit()));
  }

  async settle(): Promise<void> {
    await Promise.all(this.projectors.map(async (projector) => projector.settle()));
  }

  /** See {@link Projector.release}. */
  release(device: string): void {
    this.of(device)?.release(device);
    this.tell();
  }

  /** Called after each commit of a partition, and when a device is released. Answers how to stop it. */
  onCommit(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Removes tombstones that no event will come for any more, and what has expired. */
  async sweep(now: number): Promise<void> {
    const names = collectionsOf(this.projection).map(({ name }) => name);
    const checkpoint = Math.min(...this.projectors.map((projector) => projector.checkpoint));
    for (let sweeps = 0; sweeps < SWEEPS; sweeps += 1) if ((await this.store.sweep(names, checkpoint, now)) === 0) return;
  }

  /** A device that is parked has its documents looked for; so may have many. */
  private async prepareSearch(collection: string): Promise<void> {
    if (collection !== quarantineOf(this.projection).name) await this.addIndexes();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private of(device: string): Projector | undefined {
    return this.projectors[partitionOf(device, this.generation.partitions)];
  }
}
