import { Body, Controller, Headers, Inject, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApiBody,
  ApiConflictResponse,
  ApiExcludeEndpoint,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { idempotencyKeyOf } from '../params/idempotency-key.js';
import { requireFresh } from '../params/freshness.js';
import { parsedBody } from '../params/parsed-body.js';
import { readParams, seconds, type RawQuery } from '../params/read-params.js';
import { whenGone } from '../params/when-gone.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import { commandView } from '../views/command-view.js';

interface Intake {
  readonly caller: Principal;
  readonly idempotencyKey: unknown;
  readonly query: RawQuery;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Takes requests for operations, whatever route they came by. */
export class OperationIntake {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(QueryBus) private readonly queryBus: QueryBus,
  ) {}

  async accept(operation: OperationName, body: unknown, { caller, idempotencyKey, query, request: http, reply }: Intake): Promise<object> {
    const { wait = 0 } = readParams(query, { wait: seconds(60) });
    const request = parsedBody(() => parseRequest(operation, body));
    const key = idempotencyKeyOf(idempotencyKey);
    const { repeated, correlationUid, deviceIdentification, position } = await this.commandBus.execute(
      new AcceptOperationCommand(request, caller, key),
    );
    const { storeId } = this.platform.stores.events;
    void reply.header('Location', `/v1/commands/${correlationUid}`);
    if (repeated) await requireFresh(this.platform, 'commands', { minPosition: formatPosition(storeId, position) });
    if (repeated || wait > 0) {
      const command = await this.queryBus.execute(new GetCommandQuery(correlationUid, caller.organisation, wait, whenGone(http)));
      if (repeated || command.completedAt !== null) {
        void reply.status(200);
        return commandView(command, this.platform.stores);
      }
    }
    void reply.status(202);
    return { correlationUid, deviceIdentification, status: 'ACCEPTED', position: formatPosition(storeId, position) };
  }
}

/** The documented route of one operation. */
export function operationController(name: OperationName): Type {
  const { summary, bundleable } = OPERATIONS[name];

  @ApiTags('operations')
  @ForEveryone()
  @Controller('v1/commands')
  class OperationController {
    constructor(@Inject(OperationIntake) private readonly intake: OperationIntake) {}

    @Post(name)
    @ApiOperation({ operationId: name, summary, description: bundleable ? 'Can also stand in a bundle.' : '' })
    @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'the same request under the same key happens once within 24 hours' })
    @ApiBody({ type: REQUEST_TYPES[name], examples: { example: { value: REQUEST_EXAMPLES[name] } } })
    @ApiResponse({ status: 202, type: AcceptedCommandDto, description: 'accepted; see Location' })
    @ApiQuery({ name: 'wait', required: false, description: 'seconds, at most 60: answers 200 with the command when it ends within them' })
    @ApiOkResponse({ type: CommandViewDto, description: 'ended within `wait`, or accepted before under the same Idempotency-Key' })
    @ApiConflictResponse({ type: ProblemDto })
    @problemResponses(400, 401, 404, 413, 415, 422)
    accept(
      @Body() body: unknown,
      @Caller() caller: Principal,
      @Headers('idempotency-key') idempotencyKey: string | undefined,
      @Query() query: RawQuery,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<object> {
      return this.intake.accept(name, body, { caller, idempotencyKey, query, request, reply });
    }
  }
  Object.defineProperty(OperationController, 'name', { value: `${name}Controller` });
  return OperationController;
}

/** Operations under their other names, and those that do not exist. */
@ForEveryone()
@Controller('v1/commands')
export class OtherOperationsController {
  constructor(@Inject(OperationIntake) private readonly intake: OperationIntake) {}

  @Post(':operation')
  @ApiExcludeEndpoint()
  accept(
    @Param('operation') given: string,
    @Body() body: unknown,
    @Caller() caller: Principal,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Query() query: RawQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const name = currentOperationName(given);
    if (isOperationName(name)) return this.intake.accept(name, body, { caller, idempotencyKey, query, request, reply });
    const why = operationSupport(name) === 'planned' ? 'is not available in this version' : 'is not an operation of the contract';
    throw new Problem(404, 'NOT_FOUND', `${name} ${why}; available: ${Object.keys(OPERATIONS).join(', ')}`);
  }
}
