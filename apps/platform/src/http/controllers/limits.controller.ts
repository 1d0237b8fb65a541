import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { InvalidRequestError, validateBody, type FieldError } from '#contract/dto/index.js';
import { permitScopeOf, type LimitPlace, type SetLimit } from '#orchestration';
import { actorOf, type Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { parsedBody } from '../params/parsed-body.js';
import { PLATFORM } from '../tokens.js';
import { LimitDto, LimitRequestDto, NetworkLimitDto } from './limits.dto.js';

const LARGEST_ID = 2_147_483_647;
const Bts = (): MethodDecorator => ApiParam({ name: 'bts', schema: { type: 'integer', minimum: 0, maximum: LARGEST_ID } });
const Cell = (): MethodDecorator => ApiParam({ name: 'cell', schema: { type: 'integer', minimum: 0, maximum: LARGEST_ID } });
const Limits = (): MethodDecorator => ApiBody({ type: LimitRequestDto });

/** How many connections to meters there may be. A change takes effect at once. */
@ApiTags('limits')
@Controller('v1/limits')
export class LimitsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ApiOperation({
    summary: 'The limit of the whole network, and those of base stations and cells',
    description: 'Guide: docs/guides/priorities-and-permits.md.',
  })
  @ApiOkResponse({ type: NetworkLimitDto })
  @problemResponses(401)
  async list() {
    const all = await this.platform.limits.limits.list();
    const narrower = all.filter(({ btsId }) => btsId !== undefined).map((limit) => this.view(limit, limit));
    return {
      ...this.view(
        {},
        all.find(({ btsId }) => btsId === undefined),
      ),
      narrower,
    };
  }

  @Put()
  @ApiOperation({ summary: 'Limits connections in the whole network' })
  @Limits()
  @ApiOkResponse({ type: LimitDto })
  @problemResponses(400, 401)
  async setNetwork(@Body() body: unknown, @Caller() caller: Principal) {
    return this.set({}, body, caller);
  }

  @Get('bts/:bts')
  @ApiOperation({ summary: 'The limit of a base station' })
  @Bts()
  @ApiOkResponse({ type: LimitDto })
  @problemResponses(400, 401)
  async ofBts(@Param() { bts }: PlaceParams) {
    return this.get(placeOf({ bts }));
  }

  @Put('bts/:bts')
  @ApiOperation({ summary: 'Limits connections in all cells of a base station together' })
  @Bts()
  @Limits()
  @ApiOkResponse({ type: LimitDto })
  @problemResponses(400, 401)
  async setBts(@Param() { bts }: PlaceParams, @Body() body: unknown, @Caller() caller: Principal) {
    return this.set(placeOf({ bts }), body, caller);
  }

  @Get('bts/:bts/cells/:cell')
  @ApiOperation({ summary: 'The limit of a cell' })
  @Bts()
  @Cell()
  @ApiOkResponse({ type: LimitDto })
  @problemResponses(400, 401)
  async ofCell(@Param() { bts, cell }: PlaceParams) {
    return this.get(placeOf({ bts, cell }));
  }

  @Put('bts/:bts/cells/:cell')
  @ApiOperation({ summary: 'Limits connections in a cell' })
  @Bts()
  @Cell()
  @Limits()
  @ApiOkResponse({ type: LimitDto })
  @problemResponses(400, 401)
  async setCell(@Param() { bts, cell }: PlaceParams, @Body() body: unknown, @Caller() caller: Principal) {
    return this.set(placeOf({ bts, cell }), body, caller);
  }

  private async get(place: LimitPlace) {
    return this.view(place, await this.platform.limits.limits.get(place));
  }

  private async set(place: LimitPlace, body: unknown, caller: Principal) {
    const { maxConcurrency, maxNewPerSecond, reason } = parsedBody(() => validateBody(LimitRequestDto, body));
    const command = { ...place, maxConcurrency, maxNewPerSecond, reason };
    return this.view(place, await this.platform.limits.limits.set(command, actorOf(caller)));
  }

  private view(place: LimitPlace, set: SetLimit | undefined) {
    const { table, permits } = this.platform.limits;
    const scope = permitScopeOf(place);
    const { maxConcurrency, maxNewPerSecond } = set ?? table.of(scope);
    return {
      btsId: place.btsId ?? null,
      cellId: place.cellId ?? null,
      maxConcurrency,
      maxNewPerSecond,
      inUse: permits.inUse(scope),
      changedBy: set?.changedBy ?? null,
      changedAt: set === undefined ? null : new Date(set.changedAt).toISOString(),
      reason: set?.reason ?? null,
    };
  }
}

interface PlaceParams {
  readonly bts: string;
  readonly cell?: string | undefined;
}

/** @throws InvalidRequestError naming what is not a number of a base station or a cell */
function placeOf({ bts, cell }: PlaceParams): LimitPlace {
  const errors: FieldError[] = [];
  const read = (field: string, text: string): number => {
    const id = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (!(id <= LARGEST_ID)) errors.push({ field, message: `must be a whole number from 0 to ${LARGEST_ID}` });
    return id;
  };
  const place = { btsId: read('bts', bts), ...(cell === undefined ? {} : { cellId: read('cell', cell) }) };
  if (errors.length > 0) throw new InvalidRequestError(errors);
  return place;
}
