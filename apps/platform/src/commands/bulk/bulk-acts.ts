import { CommandRefusedError } from '#domain';
import { RepositoryError, uuidv5, uuidv7, type Clock } from '#event-sourcing';
import type { DeviceRepository } from '#orchestration';
import type { CommandQueries, CommandView } from '#projections';
import { actorOf, type Principal } from '#security';
import { formatBulkCursor, parseBulkCursor } from './bulk-cursor.js';
import { bulkPages, FIRST_PLACE } from './bulk-places.js';
import { actOn, type BulkRequest } from './bulk-request.js';

/** One request works this long at most, ms, and a page more: clients and proxies wait for no longer. */
const BUDGET = 8_000;
/** Commands looked at, and acted on at once. */
const PAGE = 500;
const SHOWN = 20;

export interface BulkDependencies {
  readonly commands: Pick<CommandQueries, 'list'>;
  readonly devices: Pick<DeviceRepository, 'execute'>;
  readonly clock: Clock;
  /** Default: 8 s. */
  readonly budget?: number;
  /** Default: 500. */
  readonly page?: number;
}

/** What one request did; of a dry run nothing but the matches is counted. */
export interface BulkOutcome {
  readonly bulkUid: string;
  readonly matched: number;
  readonly changed: number;
  readonly unchanged: number;
  /** How many, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Of a dry run: the first that match. */
  readonly items?: readonly CommandView[];
  readonly next: string | null;
}

/** Acts on all commands that match, a page at a time: what is in memory does not grow with their number. */
export class BulkActs {
  constructor(private readonly dependencies: BulkDependencies) {}

  /** @param signal ends the work after the page under way @throws InvalidRequestError when `after` is not of this request */
  async run(request: BulkRequest, principal: Principal, signal: AbortSignal): Promise<BulkOutcome> {
    const { commands, clock, budget = BUDGET, page: limit = PAGE } = this.dependencies;
    const until = clock.now() + budget;
    const { bulkUid, place } =
      request.after === undefined ? { bulkUid: uuidv7(clock.now()), place: FIRST_PLACE } : parseBulkCursor(request.after, request);
    const count = { matched: 0, changed: 0, unchanged: 0 };
    const refused: Record<string, number> = {};
    const items: CommandView[] = [];
    let next: string | null = null;
    for await (const page of bulkPages(commands, principal.organisation, request, place, limit)) {
      count.matched += page.commands.length;
      if (request.dryRun) items.push(...page.commands.slice(0, SHOWN - items.length));
      else
        for (const outcome of await this.actOnAll(page.commands, request, principal, bulkUid)) {
          if (outcome === 'changed' || outcome === 'unchanged') count[outcome]++;
          else refused[outcome.refused] = (refused[outcome.refused] ?? 0) + 1;
        }
      next = page.next === null ? null : formatBulkCursor({ bulkUid, place: page.next }, request);
      if (signal.aborted || clock.now() >= until) break;
    }
    return { bulkUid, ...count, refused, ...(request.dryRun ? { items } : {}), next };
  }

  /** All at once: their appends share commits. @throws what the store throws, after all have come to an end */
  private async actOnAll(commands: readonly CommandView[], request: BulkRequest, principal: Principal, bulkUid: string): Promise<readonly Outcome[]> {
    const outcomes = await Promise.allSettled(commands.map((command) => this.act(command, request, principal, bulkUid)));
    return outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }

  private async act(command: CommandView, request: BulkRequest, principal: Principal, bulkUid: string): Promise<Outcome> {
    const { correlationUid, deviceIdentification } = command;
    const commandId = uuidv5(correlationUid, `${request.action}-${bulkUid}`);
    const context = { commandId, correlationUid, causationId: bulkUid, actor: actorOf(principal) };
    try {
      const { events } = await this.dependencies.devices.execute(deviceIdentification, actOn(correlationUid, request), context);
      return events.length > 0 ? 'changed' : 'unchanged';
    } catch (error) {
      if (error instanceof CommandRefusedError) return { refused: error.code };
      if (error instanceof RepositoryError && error.code === 'STREAM_CONTENDED') return { refused: 'CONTENDED' };
      throw error;
    }
  }
}

type Outcome = 'changed' | 'unchanged' | { readonly refused: string };
