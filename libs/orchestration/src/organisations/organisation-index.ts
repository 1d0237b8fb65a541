import type { Clock, EventRegistry, Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { CollectionDefinition, ReadStore, Stored } from '#readstore/port.js';
import type { OrganisationDirectory, OrganisationState } from '#security';
import { DurableSubscription } from '../subscription/durable-subscription.js';
import { ORGANISATION_STREAM_PREFIX, type OrganisationRepository } from './organisation-repository.js';

const PAGE = 500;

/** One document per organisation: the fold of its stream. */
export const ORGANISATIONS: CollectionDefinition & { readonly name: 'organisations' } = { name: 'organisations', indexes: [['organisation']] };

/** Raised when the documents change shape: they are all written anew then. */
const VERSION = 1;
const CHECKPOINT = `${ORGANISATIONS.name}/${VERSION}`;

export interface OrganisationIndexOptions {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly registry: EventRegistry;
  readonly organisations: OrganisationRepository;
  readonly directory: OrganisationDirectory;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps the directory as the streams are. The documents are there so that a start reads what came after the checkpoint
 * and not the whole store.
 */
export class OrganisationIndex extends DurableSubscription {
  private constructor(options: OrganisationIndexOptions, from: number) {
    super({
      ...options,
      name: CHECKPOINT,
      from,
      filter: { streamPrefix: ORGANISATION_STREAM_PREFIX },
      handle: async (events) => {
        const changed = new Set(events.map(({ stream }) => stream.slice(ORGANISATION_STREAM_PREFIX.length)));
        for (const organisation of changed) await follow(organisation, options);
      },
    });
  }

  /** What the read store has of organisations is in the directory when it resolves; {@link follow} brings the rest. */
  static async open(options: OrganisationIndexOptions): Promise<OrganisationIndex> {
    const { readStore, directory } = options;
    await readStore.define([ORGANISATIONS]);
    // Before the documents: what another process writes in between is then handled here once more.
    const from = await readStore.checkpoint(CHECKPOINT);
    for await (const { document, position } of documents(readStore)) directory.put(document, position);
    return new OrganisationIndex(options, from);
  }
}

async function follow(organisation: string, { organisations, directory, readStore }: OrganisationIndexOptions): Promise<void> {
  const { state, position } = await organisations.load(organisation);
  directory.put(state, position);
  await readStore.write({ writes: [{ collection: ORGANISATIONS.name, id: organisation, position, document: state }] });
}

async function* documents(readStore: ReadStore): AsyncGenerator<Stored<OrganisationState>> {
  let after: string | undefined;
  do {
    const query = { where: [], sort: ['organisation'], limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = await readStore.find<OrganisationState>(ORGANISATIONS.name, query);
    yield* page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
