import { expect } from '@jest/globals';
import type { RecordedDeviceEvent } from '#domain';
import type { Document, GuardedWrite, Stored } from '#readstore/port.js';
import type { Collection, Projection } from '../projection.js';
import { WorkingSet } from '../builds/working-set.js';
import { recorded, type Sample } from './samples.js';

/** Documents by collection and id, guarded as a read store guards them. */
class GuardedDocuments {
  private readonly documents = new Map<string, { position: number; document: Document | null }>();

  async getMany<D extends Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>> {
    const found = new Map<string, Stored<D>>();
    for (const id of ids) {
      const entry = this.documents.get(`${collection}/${id}`);
      if (entry?.document) found.set(id, { id, position: entry.position, document: entry.document as D });
    }
    return found;
  }

  write(writes: readonly GuardedWrite[]): void {
    for (const { collection, id, position, document } of writes) {
      const key = `${collection}/${id}`;
      if (position > (this.documents.get(key)?.position ?? -1)) this.documents.set(key, { position, document });
    }
  }

  /** Live documents of a collection, ordered by id. */
  of<D extends Document>({ name }: Collection<D>): readonly D[] {
    const prefix = `${name}/`;
    const live = [...this.documents].filter(([key, { document }]) => key.startsWith(prefix) && document !== null);
    return live.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { document }]) => document as D);
  }

  everything(): unknown {
    return [...this.documents].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}

async function apply(projection: Projection, batch: readonly RecordedDeviceEvent[], into: GuardedDocuments): Promise<void> {
  const working = new WorkingSet();
  const handled = batch.filter((event) => projection.handles.includes(event.type));
  await working.load(
    into,
    handled.flatMap((event) => projection.reads(event)),
  );
  for (const event of handled) working.apply(projection, event);
  into.write(working.takeWrites());
}

/**
 * What a projection makes of events. Every example also checks that the cut into batches does not matter and that events which are
 * applied again, all of them or the last ones only, change nothing.
 */
export async function projected(projection: Projection, samples: readonly Sample[]): Promise<Pick<GuardedDocuments, 'of'>> {
  const events = recorded(samples);
  const result = new GuardedDocuments();
  await apply(projection, events, result);
  const oneByOne = new GuardedDocuments();
  for (const event of events) await apply(projection, [event], oneByOne);
  expect(oneByOne.everything()).toEqual(result.everything());
  for (let from = 0; from < events.length; from += 1) {
    await apply(projection, events.slice(from), oneByOne);
    for (const event of events.slice(from)) await apply(projection, [event], oneByOne);
  }
  expect(oneByOne.everything()).toEqual(result.everything());
  return result;
}
