import { Body, Controller, Headers, Inject, Param, Post, Res, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConflictResponse, ApiExcludeEndpoint, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isOperationName, OPERATIONS, type OperationName } from '#contract';
import {
  AcceptedCommandDto,
  CommandViewDto,
  currentOperationName,
  operationSupport,
  parseRequest,
  ProblemDto,
  REQUEST_EXAMPLES,
  REQUEST_TYPES,
} from '#contract/dto/index.js';
import { formatPosition } from '#event-sourcing';
import type { Principal } from '#security';
import { AcceptOperationCommand } from '../../commands/accept-operation.command.js';
import type { Platform } from '../../composition/platform.js';
import { GetCommandQuery } from '../../queries/get-command.query.js';
import { Caller } from '../access/authenticate.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { idempotencyKeyOf } from '../params/idempotency-key.js';
import { requireFresh } from '../params/freshness.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import { commandView } from '../views/command-view.js';

/** Takes requests for operations, whatever route they came by. */
export class OperationIntake {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(QueryBus) private readonly queryBus: QueryBus,
  ) {}

  async accept(operation: OperationName, body: unknown, caller: Principal, idempotencyKey: unknown, reply: FastifyReply): Promise<object> {
    const request = parseRequest(operation, body, this.platform.clock.now());
    const key = idempotencyKeyOf(idempotencyKey);
    const { repeated, correlationUid, deviceIdentification, position } = await this.commandBus.execute(
      new AcceptOperationCommand(request, caller, key),
    );
    const { storeId } = this.platform.stores.events;
    void reply.header('Location', `/v1/commands/${correlationUid}`);
    if (repeated) {
      void reply.status(200);
      await requireFresh(this.platform, 'commands', { minPosition: formatPosition(storeId, position) });
      const command = await this.queryBus.execute(new GetCommandQuery(correlationUid, caller.organisation));
      return commandView(command, this.platform.stores);
    }
    void reply.status(202);
    return { correlationUid, deviceIdentification, status: 'ACCEPTED', position: formatPosition(storeId, position) };
  }
}

/** The documented route of one operation. */
export function operationController(name: OperationName): Type {
  const { summary, bundleable } = OPERATIONS[name];

  @ApiTags('operations')
  @Controller('v1/commands')
  class OperationController {
    constructor(@Inject(OperationIntake) private readonly intake: OperationIntake) {}

    @Post(name)
    @ApiOperation({ operationId: name, summary, description: bundleable ? 'Can also stand in a bundle.' : '' })
    @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'the same request under the same key happens once within 24 hours' })
    @ApiBody({ type: REQUEST_TYPES[name], examples: { example: { value: REQUEST_EXAMPLES[name] } } })
    @ApiResponse({ status: 202, type: AcceptedCommandDto, description: 'accepted; see Location' })
    @ApiOkResponse({ type: CommandViewDto, description: 'accepted before, under the same Idempotency-Key' })
    @ApiConflictResponse({ type: ProblemDto })
    @problemResponses(400, 401, 404, 413, 415, 422)
    accept(
      @Body() body: unknown,
      @Caller() caller: Principal,
      @Headers('idempotency-key') key: string | undefined,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<object> {
      return this.intake.accept(name, body, caller, key, reply);
    }
  }
  Object.defineProperty(OperationController, 'name', { value: `${name}Controller` });
  return OperationController;
}

/** Operations under their other names, and those that do not exist. */
@Controller('v1/commands')
export class OtherOperationsController {
  constructor(@Inject(OperationIntake) private readonly intake: OperationIntake) {}

  @Post(':operation')
  @ApiExcludeEndpoint()
  accept(
    @Param('operation') given: string,
    @Body() body: unknown,
    @Caller() caller: Principal,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const name = currentOperationName(given);
    if (isOperationName(name)) return this.intake.accept(name, body, caller, key, reply);
    const why = operationSupport(name) === 'planned' ? 'is not available in this version' : 'is not an operation of the contract';
    throw new Problem(404, 'NOT_FOUND', `${name} ${why}; available: ${Object.keys(OPERATIONS).join(', ')}`);
  }
}
