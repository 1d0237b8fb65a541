import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BatchAnswerDto, batchedCommands, BatchRequestDto, parseBatched } from '#contract/dto/index.js';
import { formatPosition } from '#event-sourcing';
import type { Principal } from '#security';
import { AcceptOperationCommand } from '../../commands/accept-operation.command.js';
import { KeyedOrder } from '../../commands/keyed-order.js';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { idempotencyKeyOf } from '../params/idempotency-key.js';
import { parsedBody } from '../params/parsed-body.js';
import { problemOf, unexpectedProblem } from '../problem/problem-of-error.js';
import { problemWithin } from '../problem/problem-within.js';
import type { ProblemDetails } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';

const EXAMPLE = {
  commands: [
    { operation: 'GetActualMeterReads', deviceIdentification: 'TEST1024000000001', idempotencyKey: 'reads-of-monday-1' },
    {
      operation: 'SynchronizeTime',
      deviceIdentification: 'TEST1024000000002',
      data: { timeZone: 'Europe/Amsterdam' },
      options: { priority: 7 },
    },
  ],
};

type ItemAnswer =
  | { readonly status: 202 | 200; readonly correlationUid: string; readonly deviceIdentification: string; readonly position: string }
  | { readonly status: number; readonly problem: ProblemDetails };

/** Many commands in one request: their acceptances share commits of the store. */
@ApiTags('commands')
@ForEveryone()
@Controller('v1/commands')
export class CommandsBatchController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CommandBus) private readonly commandBus: CommandBus,
  ) {}

  @Post('batch')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Sends up to 500 commands, each accepted or refused by itself',
    description: 'Commands of one device are taken in the order of the list. What the answer calls 202 or 200 is on disk.',
  })
  @ApiBody({ type: BatchRequestDto, examples: { example: { value: EXAMPLE } } })
  @ApiOkResponse({ type: BatchAnswerDto })
  @problemResponses(400, 401, 413, 415)
  async accept(@Body() body: unknown, @Caller() caller: Principal): Promise<{ readonly items: readonly ItemAnswer[] }> {
    const order = new KeyedOrder();
    const items = batchedCommands(body).map((command, index) =>
      order.run(keysOf(command), () => this.acceptOne(command, caller)).catch((error: unknown) => this.refused(index, error)),
    );
    return { items: await Promise.all(items) };
  }

  private async acceptOne(command: unknown, caller: Principal): Promise<ItemAnswer> {
    const { request, idempotencyKey } = parsedBody(() => parseBatched(command));
    const key = idempotencyKeyOf(idempotencyKey, 'idempotencyKey');
    const { repeated, position, ...named } = await this.commandBus.execute(new AcceptOperationCommand(request, caller, key));
    return { status: repeated ? 200 : 202, ...named, position: formatPosition(this.platform.stores.events.storeId, position) };
  }

  private refused(index: number, error: unknown): ItemAnswer {
    const problem = problemOf(error);
    if (problem === undefined) this.platform.log.error({ err: error }, 'a command of a batch failed unexpectedly');
    const details = problemWithin(`commands[${index}]`, problem ?? unexpectedProblem());
    return { status: details.status, problem: details };
  }
}

/** Whatever has the same device or the same idempotency key must not overtake. */
function keysOf(command: unknown): readonly string[] {
  if (typeof command !== 'object' || command === null) return [];
  return ['deviceIdentification', 'idempotencyKey'].flatMap((field) => {
    const value: unknown = Reflect.get(command, field);
    return typeof value === 'string' ? [`${field} ${value}`] : [];
  });
}
