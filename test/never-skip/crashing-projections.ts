import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog, systemClock } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { ProjectionRunner } from '#projections';
import type { Document, ReadStore } from '#readstore/port.js';
import type { Random } from '../chaos/random.js';
import { crashing } from './crashing-read-store.js';
import { registry } from './event-maker.js';
import { folded, neverSkipProjections } from './projections.js';

const LONGEST_LIFE = 150;

/** A projection runner that crashes at random, in the middle of a transaction too, and goes on from what is in the read store. */
export class CrashingProjections {
  crashes = 0;
  private stopping = false;
  private runner: ProjectionRunner | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly random: Random,
  ) {}

  /** Lives and dies until told to stop; then the last runner stays. */
  async run(lives: number): Promise<void> {
    for (let life = 1; life < lives && !this.stopping; life++) {
      const { store: readStore, crash, crashed } = crashing(this.readStore, this.random);
      const runner = this.open(readStore);
      await Promise.race([runner.start(), crashed]);
      await Promise.race([pause(this.random.between(0, LONGEST_LIFE)), crashed]);
      crash();
      await runner.stop();
      this.crashes++;
    }
    this.runner = this.open(this.readStore);
    await this.runner.start();
  }

  hurry(): void {
    this.stopping = true;
  }

  /** What differs from the fold of all stored events, once everything up to `head` is projected. */
  async differences(stored: readonly StoredEvent[], head: number, patience: number): Promise<string[]> {
    const { runner } = this;
    if (runner === undefined) throw new Error('the projections do not run');
    const found: string[] = [];
    for (const projection of neverSkipProjections) {
      if (!(await runner.waitFor(projection.name, head, patience))) {
        found.push(`projection ${projection.name} stands still at ${runner.positionOf(projection.name)} before ${head}`);
        continue;
      }
      const expected = folded(projection, stored);
      const documents = await this.documents(projection.collections[0]?.name ?? '');
      for (const id of new Set([...expected.documents.keys(), ...documents.keys()])) {
        if (!isDeepStrictEqual(expected.documents.get(id), documents.get(id)))
          found.push(`projection ${projection.name}: document ${id} is not the fold from zero`);
      }
      const parked = await this.parked(projection.name);
      if (!isDeepStrictEqual(parked, expected.parked))
        found.push(`projection ${projection.name}: applied and quarantined events are not all that are stored`);
    }
    return found;
  }

  async stop(): Promise<void> {
    await this.runner?.stop();
  }

  private open(readStore: ReadStore): ProjectionRunner {
    return new ProjectionRunner({
      store: this.store,
      readStore,
      registry,
      projections: neverSkipProjections,
      clock: systemClock,
      log: silentLog,
      batch: this.random.between(20, 500),
    });
  }

  /** Events that wait, by quarantined device. */
  private async parked(projection: string): Promise<ReadonlyMap<string, number>> {
    const collection = `${projection}Quarantine`;
    const { items } = await this.readStore.find<{ deviceIdentification: string }>(collection, { where: [{ field: 'kind', equals: 'device' }] });
    const parked = new Map<string, number>();
    for (const { document } of items) {
      const ofDevice = [
        { field: 'kind', equals: 'event' },
        { field: 'deviceIdentification', equals: document.deviceIdentification },
      ];
      parked.set(document.deviceIdentification, await this.readStore.count(collection, ofDevice));
    }
    return parked;
  }

  private async documents(collection: string): Promise<ReadonlyMap<string, Document>> {
    const found = new Map<string, Document>();
    for (let after: string | null | undefined; after !== null;) {
      const page = await this.readStore.find(collection, { sort: ['deviceIdentification'], ...(after === undefined ? {} : { after }) });
      for (const { id, document } of page.items) found.set(id, document);
      after = page.next;
    }
    return found;
  }
}
