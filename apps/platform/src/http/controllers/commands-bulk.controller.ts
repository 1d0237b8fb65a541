import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BulkActDto, BulkAnswerDto } from '#contract/dto/index.js';
import type { Principal } from '#security';
import { BulkActCommand } from '../../commands/bulk/bulk-act.command.js';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { bulkRequestOf } from '../params/bulk-request.js';
import { parsedBody } from '../params/parsed-body.js';
import { whenGone } from '../params/when-gone.js';
import { PLATFORM } from '../tokens.js';
import { summary } from '../views/command-view.js';

const EXAMPLES = {
  'what would be held': { value: { filter: { operation: 'GetPeriodicMeterReads' }, action: 'hold', reason: 'storm over the north', dryRun: true } },
  'cancel what was sent by mistake': {
    value: {
      filter: { acceptedFrom: '2026-11-24T09:00:00Z', acceptedTo: '2026-11-24T09:05:00Z', status: 'SCHEDULED' },
      action: 'cancel',
      reason: 'sent by mistake',
    },
  },
  'some meters first': {
    value: { filter: { deviceIdentifications: ['TEST1024000000001', 'TEST1024000000002'] }, action: 'priority', priority: 8, reason: 'outage' },
  },
};

/** One act on many commands. */
@ApiTags('commands')
@ForEveryone()
@Controller('v1/commands')
export class CommandsBulkController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CommandBus) private readonly commandBus: CommandBus,
  ) {}

  @Post('bulk')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Cancels, holds, releases or ranks anew all commands that a filter matches and that have not ended',
    description: 'Each is decided by itself. What takes longer than about ten seconds is answered in parts: `next` is not null then.',
  })
  @ApiBody({ type: BulkActDto, examples: EXAMPLES })
  @ApiOkResponse({ type: BulkAnswerDto })
  @problemResponses(400, 401, 504)
  async act(@Body() body: unknown, @Caller() caller: Principal, @Req() request: FastifyRequest) {
    const { items, ...outcome } = await this.commandBus.execute(
      new BulkActCommand(
        parsedBody(() => bulkRequestOf(body)),
        caller,
        whenGone(request),
      ),
    );
    if (items === undefined) return outcome;
    return { ...outcome, items: items.map((command) => summary(command, this.platform.stores.events.storeId)) };
  }
}
