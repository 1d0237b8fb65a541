import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { formatPosition } from '#event-sourcing';
import type { Platform } from '../../composition/platform.js';
import { requireFresh } from '../../http/params/freshness.js';
import { PLATFORM } from '../../http/tokens.js';
import { BulkActCommand } from './bulk-act.command.js';
import { BulkActs, type BulkOutcome } from './bulk-acts.js';

@CommandHandler(BulkActCommand)
export class BulkActHandler implements ICommandHandler<BulkActCommand> {
  private readonly acts: BulkActs;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    const { devices, queries, clock } = platform;
    this.acts = new BulkActs({ devices, commands: queries.commands, clock });
  }

  /** @throws Problem 504 STALE_READ when the list of commands does not come as far as the store was */
  async execute({ request, principal, signal }: BulkActCommand): Promise<BulkOutcome> {
    const { stores, stopping, log } = this.platform;
    // What the client had accepted is seen, and what an earlier part changed is not met as it was.
    await requireFresh(this.platform, 'commands', { minPosition: formatPosition(stores.events.storeId, await stores.events.head()) });
    const outcome = await this.acts.run(request, principal, AbortSignal.any([stopping, signal]));
    const { bulkUid, matched, changed, unchanged, refused } = outcome;
    log.info({ bulkUid, action: request.action, dryRun: request.dryRun, matched, changed, unchanged, refused }, 'bulk act on commands');
    return outcome;
  }
}
