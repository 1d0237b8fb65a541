import { BUNDLE_ACTIONS, BUNDLEABLE_OPERATIONS, CLIENT_OPERATIONS, EXCHANGES, isOperationName } from '#contract';
import { CommandViewDto, currentOperationName } from '#contract/dto/index.js';
import { NOTHING, Offers, type Offer } from './offers.js';

export interface Line extends Offer {
  readonly kind: 'exchange' | 'bundle action' | 'seed entry';
  readonly name: string;
  /** The operation that it is about, by the name of today. */
  readonly operation: string;
  /** What it waits for, when something is missing that may be. */
  readonly pending: string | undefined;
  /** What is missing and may not be. */
  readonly missing: readonly string[];
}

export interface Report {
  readonly lines: readonly Line[];
  /** Listed as pending, though nothing of it is missing, or it is not of the contract. */
  readonly stale: readonly string[];
}

type Found = Pick<Line, 'kind' | 'name' | 'operation'> & { readonly offer: Offer };

const BUNDLE_TEST = 'test/e2e/matrix/everything-in-a-bundle.e2e.spec.ts';

/** Everything of the contract with what there is of it. @param pending what may be missing, by the name of its exchange, and why */
export function contractReport(pending: ReadonlyMap<string, string>, offers: Pick<Offers, 'of' | 'route' | 'file'> = new Offers()): Report {
  const all: readonly Found[] = [...exchanges(offers), ...bundleActions(offers), ...seedEntries(offers)];
  const lines = all.map((found): Line => {
    const gaps = gapsOf(found.offer);
    const why = gaps.length === 0 ? undefined : pending.get(found.operation);
    const { kind, name, operation, offer } = found;
    return { kind, name, operation, ...offer, pending: why, missing: why === undefined ? gaps : [] };
  });
  const waiting = new Set(lines.filter((line) => line.pending !== undefined).map(({ operation }) => operation));
  return { lines, stale: [...pending.keys()].filter((name) => !waiting.has(name)) };
}

const gapsOf = (offer: Offer): readonly string[] =>
  Object.entries(offer)
    .filter(([, value]) => value === undefined)
    .map(([part]) => part);

const exchanges = (offers: Pick<Offers, 'of'>): readonly Found[] =>
  EXCHANGES.map(({ name }) => ({ kind: 'exchange', name, operation: name, offer: offers.of(name) }));

function bundleActions(offers: Pick<Offers, 'of' | 'route' | 'file'>): readonly Found[] {
  const bundleable: readonly string[] = BUNDLEABLE_OPERATIONS;
  return BUNDLE_ACTIONS.map((name) => {
    const operation = currentOperationName(name);
    const offer = bundleable.includes(operation)
      ? { ...offers.of(operation), test: offers.file(BUNDLE_TEST), route: offers.route('POST /v1/commands/Bundle') }
      : NOTHING;
    return { kind: 'bundle action', name, operation, offer };
  });
}

function seedEntries(offers: Pick<Offers, 'of' | 'route'>): readonly Found[] {
  return Object.entries(CLIENT_OPERATIONS).flatMap(([service, entries]) =>
    Object.entries(entries).map(([known, today]): Found => {
      const exchange = EXCHANGES.find(({ name, fetchedBy }) => name === today || fetchedBy === today);
      // What was withdrawn from the contract may still be offered under its own name.
      const operation = isOperationName(known) ? known : (exchange?.name ?? known);
      const offer = offers.of(operation);
      const fetches = exchange?.fetchedBy === today && offer !== NOTHING;
      const fetching = { ...offer, dto: CommandViewDto.name, route: offers.route('GET /v1/commands/:correlationUid') };
      return { kind: 'seed entry', name: `${service}.${known}`, operation, offer: fetches ? fetching : offer };
    }),
  );
}
