import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandViewDto, PriorityChangeDto, validateBody } from '#contract/dto/index.js';
import type { Principal } from '#security';
import { ActOnWaitingCommand, type WaitingChange } from '../../commands/act-on-waiting.command.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { REASON } from '../openapi/reason-body.js';
import { parsedBody } from '../params/parsed-body.js';
import { NO_REASON, reasonOf } from '../params/reason.js';
import { DecisionDto } from './decision.dto.js';
import { OwnCommand } from './own-command.js';

/** What can be done to a command that waits, beside cancelling it. Doing it again changes nothing; a decision is taken once. */
@ApiTags('commands')
@ForEveryone()
@Controller('v1/commands/:correlationUid')
export class CommandsWaitingController {
  constructor(
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(OwnCommand) private readonly own: OwnCommand,
  ) {}

  @Post('hold')
  @HttpCode(200)
  @ApiOperation({ summary: 'Keeps a waiting command from starting; it still expires' })
  @ApiBody(REASON)
  @ApiOkResponse({ type: CommandViewDto })
  @problemResponses(400, 401, 404, 409)
  hold(@Param('correlationUid') correlationUid: string, @Body() body: unknown, @Caller() caller: Principal) {
    return this.act(correlationUid, caller, { kind: 'Hold', reason: reasonOf(body) });
  }

  @Post('release')
  @HttpCode(200)
  @ApiOperation({ summary: 'Brings a held command back to what it was' })
  @ApiBody(REASON)
  @ApiOkResponse({ type: CommandViewDto })
  @problemResponses(400, 401, 404, 409)
  release(@Param('correlationUid') correlationUid: string, @Body() body: unknown, @Caller() caller: Principal) {
    return this.act(correlationUid, caller, { kind: 'Release', reason: reasonOf(body) });
  }

  @Post('priority')
  @HttpCode(200)
  @ApiOperation({ summary: 'Changes the priority of a waiting command' })
  @ApiBody({ type: PriorityChangeDto })
  @ApiOkResponse({ type: CommandViewDto })
  @problemResponses(400, 401, 404, 409)
  changePriority(@Param('correlationUid') correlationUid: string, @Body() body: unknown, @Caller() caller: Principal) {
    const { priority, reason } = parsedBody(() => validateBody(PriorityChangeDto, body));
    return this.act(correlationUid, caller, { kind: 'ChangePriority', priority, reason: reason ?? NO_REASON });
  }

  @Post('decision')
  @HttpCode(200)
  @ApiOperation({ summary: 'Decides on a command of which nobody knows whether the meter carried it out' })
  @ApiBody({ type: DecisionDto })
  @ApiOkResponse({ type: CommandViewDto })
  @problemResponses(400, 401, 404, 409)
  decide(@Param('correlationUid') correlationUid: string, @Body() body: unknown, @Caller() caller: Principal) {
    const { decision, reason } = parsedBody(() => validateBody(DecisionDto, body));
    return this.act(correlationUid, caller, { kind: 'TakeDecision', decision, reason });
  }

  private async act(correlationUid: string, caller: Principal, change: WaitingChange): Promise<object> {
    const { deviceIdentification } = await this.own.find(correlationUid, caller);
    const position = await this.commandBus.execute(new ActOnWaitingCommand(correlationUid, deviceIdentification, change, caller));
    return this.own.shown(position, correlationUid, caller);
  }
}
