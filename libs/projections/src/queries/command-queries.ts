import type { CommandStatus } from '#contract';
import type { ReadStore, Stored } from '#readstore/port.js';
import { commands, type CommandDocument } from '../models/commands/command-document.js';
import { between, equals, findPage, type ItemPage, type PageRequest, type Positioned } from './page.js';

export type CommandView = Positioned<CommandDocument>;

export interface CommandFilter {
  readonly status?: CommandStatus;
  readonly operation?: string;
  readonly deviceIdentification?: string;
  /** Epoch ms, inclusive. */
  readonly acceptedFrom?: number;
  /** Epoch ms, exclusive. */
  readonly acceptedTo?: number;
}

/** A caller sees what its organisation asked for, and nothing else: that is what the indexes are made for. */
export interface CommandListing extends CommandFilter {
  readonly organisation: string;
}

export class CommandQueries {
  constructor(private readonly readStore: ReadStore) {}

  async get(correlationUid: string): Promise<CommandView | undefined> {
    const stored = await this.readStore.get<CommandDocument>(commands.name, correlationUid);
    return stored === undefined ? undefined : viewOf(stored);
  }

  /** Latest accepted first. */
  async list(filter: CommandListing, page: PageRequest): Promise<ItemPage<CommandView>> {
    const where = [
      ...equals('status', filter.status),
      ...equals('operation', filter.operation),
      ...equals('deviceIdentification', filter.deviceIdentification),
      ...equals('organisation', filter.organisation),
      ...between('acceptedAt', iso(filter.acceptedFrom), iso(filter.acceptedTo)),
    ];
    return findPage(this.readStore, commands, { where, sort: ['acceptedAt'], descending: true }, page, viewOf);
  }
}

function iso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

function viewOf({ document, position }: Stored<CommandDocument>): CommandView {
  return { ...document, position };
}
