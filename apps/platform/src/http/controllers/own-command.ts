import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { formatPosition } from '#event-sourcing';
import type { CommandView } from '#projections';
import type { Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { GetCommandQuery } from '../../queries/get-command.query.js';
import { requireFresh } from '../params/freshness.js';
import { PLATFORM } from '../tokens.js';
import { commandView } from '../views/command-view.js';

/** One command of the caller's organisation: other organisations' do not exist for it. */
export class OwnCommand {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(QueryBus) private readonly queryBus: QueryBus,
  ) {}

  /** @throws Problem 404 code 405 */
  find(correlationUid: string, { organisation }: Principal): Promise<CommandView> {
    return this.queryBus.execute(new GetCommandQuery(correlationUid, organisation));
  }

  /** The command as it stands after `position`. */
  async shown(position: number, correlationUid: string, caller: Principal): Promise<object> {
    await requireFresh(this.platform, 'commands', { minPosition: formatPosition(this.platform.stores.events.storeId, position) });
    return commandView(await this.find(correlationUid, caller), this.platform.stores);
  }
}
