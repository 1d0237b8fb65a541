import { Body, Controller, Delete, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { COMMAND_STATUSES } from '#contract';
import { CommandSummaryDto, CommandViewDto, pageOf as pageDto } from '#contract/dto/index.js';
import type { Principal } from '#security';
import { CancelCommand, DeleteResponseCommand } from '../../commands/end-command.commands.js';
import type { Platform } from '../../composition/platform.js';
import { GetCommandQuery } from '../../queries/get-command.query.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { REASON } from '../openapi/reason-body.js';
import { FRESHNESS, requireFresh } from '../params/freshness.js';
import { pageOf, PAGING } from '../params/page.js';
import { instant, oneOf, readParams, seconds, text, type RawQuery } from '../params/read-params.js';
import { reasonOf } from '../params/reason.js';
import { whenGone } from '../params/when-gone.js';
import { PLATFORM } from '../tokens.js';
import { commandView, summary } from '../views/command-view.js';
import { OwnCommand } from './own-command.js';

const FILTERS = { status: oneOf(COMMAND_STATUSES), operation: text, deviceIdentification: text, acceptedFrom: instant, acceptedTo: instant };

@ApiTags('commands')
@ForEveryone()
@Controller('v1/commands')
export class CommandsController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(QueryBus) private readonly queryBus: QueryBus,
    @Inject(OwnCommand) private readonly own: OwnCommand,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Lists commands, the latest accepted first' })
  @queryParameters('status', 'operation', 'deviceIdentification', 'acceptedFrom', 'acceptedTo', 'limit', 'after', 'minPosition', 'timeout')
  @ApiOkResponse({ type: pageDto(CommandSummaryDto) })
  @problemResponses(400, 401, 504)
  async list(@Query() query: RawQuery, @Caller() { organisation }: Principal) {
    const { limit, after, minPosition, timeout, ...filter } = readParams(query, { ...FILTERS, ...PAGING, ...FRESHNESS });
    await requireFresh(this.platform, 'commands', { minPosition, timeout });
    const page = await this.platform.queries.commands.list({ ...filter, organisation }, pageOf({ limit, after }));
    return { items: page.items.map((command) => summary(command, this.platform.stores.events.storeId)), next: page.next };
  }

  @Get(':correlationUid')
  @ApiOperation({ summary: 'Shows a command and its response, on request not before it has ended' })
  @ApiQuery({ name: 'wait', required: false, description: 'seconds, at most 60: answers as soon as the command has ended' })
  @queryParameters('minPosition', 'timeout')
  @ApiOkResponse({ type: CommandViewDto })
  @problemResponses(400, 401, 404, 504)
  async get(
    @Param('correlationUid') correlationUid: string,
    @Query() query: RawQuery,
    @Caller() { organisation }: Principal,
    @Req() request: FastifyRequest,
  ) {
    const { wait, ...freshness } = readParams(query, { wait: seconds(60), ...FRESHNESS });
    await requireFresh(this.platform, 'commands', freshness);
    const command = await this.queryBus.execute(new GetCommandQuery(correlationUid, organisation, wait, whenGone(request)));
    return commandView(command, this.platform.stores);
  }

  @Delete(':correlationUid')
  @ApiOperation({ summary: 'Cancels a command that is neither running nor ended' })
  @ApiBody(REASON)
  @ApiOkResponse({ type: CommandViewDto })
  @problemResponses(400, 401, 404, 409)
  async cancel(@Param('correlationUid') correlationUid: string, @Body() body: unknown, @Caller() caller: Principal) {
    const reason = reasonOf(body);
    const { deviceIdentification } = await this.own.find(correlationUid, caller);
    return this.own.shown(
      await this.commandBus.execute(new CancelCommand(correlationUid, deviceIdentification, reason, caller)),
      correlationUid,
      caller,
    );
  }

  @Delete(':correlationUid/response')
  @ApiOperation({ summary: 'Removes the stored response of an ended command' })
  @ApiBody(REASON)
  @ApiOkResponse({ type: CommandViewDto })
  @problemResponses(400, 401, 404, 409)
  async deleteResponse(@Param('correlationUid') correlationUid: string, @Body() body: unknown, @Caller() caller: Principal) {
    const reason = reasonOf(body);
    const { deviceIdentification } = await this.own.find(correlationUid, caller);
    const position = await this.commandBus.execute(new DeleteResponseCommand(correlationUid, deviceIdentification, reason, caller));
    return this.own.shown(position, correlationUid, caller);
  }
}
