import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { CommandView } from '#projections';
import type { Platform } from '../composition/platform.js';
import { Problem } from '../http/problem/problem.js';
import { PLATFORM } from '../http/tokens.js';
import { GetCommandQuery } from './get-command.query.js';

const COMMANDS = 'commands';
/** How long a command that the read model does not know yet may take to come. */
const PATIENCE = 5_000;
const ENDED = new Set<CommandView['status']>(['SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED']);

@QueryHandler(GetCommandQuery)
export class GetCommandHandler implements IQueryHandler<GetCommandQuery> {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  /** @throws Problem 404 code 405, 504 STALE_READ */
  async execute({ correlationUid, organisation, waitMs, signal }: GetCommandQuery): Promise<CommandView> {
    const known = (await this.get(correlationUid)) ?? (await this.afterCatchingUp(correlationUid));
    if (known === undefined || known.organisation !== organisation) throw new Problem(404, 405, `no command ${correlationUid} is known`);
    return waitMs > 0 && !ENDED.has(known.status) ? this.whenEnded(known, waitMs, signal) : known;
  }

  private get(correlationUid: string): Promise<CommandView | undefined> {
    return this.platform.queries.commands.get(correlationUid);
  }

  /** It is certain that there is no such command only when the read model has come as far as the store was. */
  private async afterCatchingUp(correlationUid: string): Promise<CommandView | undefined> {
    const { runner, stores, stopping } = this.platform;
    if (!(await runner.waitFor(COMMANDS, await stores.events.head(), PATIENCE, stopping)))
      throw new Problem(504, 'STALE_READ', 'the read model lags behind: ask again');
    return this.get(correlationUid);
  }

  /** The command when it has ended, or as it is when the time is over, the platform stops, or nobody listens any more. */
  private async whenEnded(command: CommandView, waitMs: number, signal: AbortSignal | undefined): Promise<CommandView> {
    const { endings, stopping } = this.platform;
    const done = new AbortController();
    const over = AbortSignal.any([stopping, done.signal, ...(signal === undefined ? [] : [signal])]);
    const ending = endings.next(command.correlationUid, waitMs, over);
    // It may have ended between the first look and the moment from which endings are noticed.
    const latest = (await this.get(command.correlationUid)) ?? command;
    if (ENDED.has(latest.status)) done.abort('ended');
    await ending;
    return ENDED.has(latest.status) ? latest : ((await this.get(command.correlationUid)) ?? latest);
  }
}
