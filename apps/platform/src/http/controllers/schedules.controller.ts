import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InvalidRequestError, pageOf as pageDto } from '#contract/dto/index.js';
import { isUuid, parsePosition } from '#event-sourcing';
import { ScheduleFaultError, ScheduleOutdatedError, UnknownScheduleError, type ScheduleAt } from '#orchestration';
import { actorOf, type Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { REASON } from '../openapi/reason-body.js';
import { FRESHNESS } from '../params/freshness.js';
import { pageOf, PAGING, withPosition } from '../params/page.js';
import { parsedBody } from '../params/parsed-body.js';
import { oneOf, readParams, type RawQuery } from '../params/read-params.js';
import { reasonOf } from '../params/reason.js';
import { scheduleChangesOf, scheduleOf } from '../params/schedule-body.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import { EXAMPLES } from './schedule-examples.js';
import { OccurrenceDto, ScheduleDto } from './schedule-views.dto.js';
import { ScheduleChangesDto, ScheduleRequestDto } from './schedules.dto.js';

const PATIENCE = 5_000;

/** Recurring jobs of the caller's organisation. */
@ApiTags('schedules')
@ForEveryone()
@Controller('v1/schedules')
export class SchedulesController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Post()
  @ApiOperation({ summary: 'Has an operation carried out on many devices, again and again', description: 'Guide: docs/guides/schedules.md.' })
  @ApiBody({ type: ScheduleRequestDto, examples: EXAMPLES })
  @ApiCreatedResponse({ type: ScheduleDto })
  @problemResponses(400, 401, 413)
  async create(@Body() body: unknown, @Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.known('', async () => {
      const { definition, reason } = parsedBody(() => scheduleOf(body));
      const schedule = await this.platform.schedules.create(definition, this.wish(caller, reason));
      void reply.header('Location', `/v1/schedules/${schedule.id}`);
      return this.view(schedule);
    });
  }

  @Get()
  @ApiOperation({ summary: 'Lists schedules, the latest created first' })
  @queryParameters('status', 'limit', 'after', 'minPosition', 'timeout')
  @ApiOkResponse({ type: pageDto(ScheduleDto) })
  @problemResponses(400, 401, 504)
  async list(@Query() query: RawQuery, @Caller() { organisation }: Principal) {
    const { status, minPosition, timeout, ...paging } = readParams(query, { status: oneOf(['ACTIVE', 'PAUSED']), ...PAGING, ...FRESHNESS });
    await this.requireFresh(minPosition, timeout);
    const page = await this.platform.schedules.queries.list(organisation, status, pageOf(paging));
    return { items: page.items.map((item) => this.view(item)), next: page.next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One schedule' })
  @ApiOkResponse({ type: ScheduleDto })
  @problemResponses(401, 404)
  async get(@Param('id') id: string, @Caller() { organisation }: Principal) {
    return this.known(id, async () => this.view(await this.platform.schedules.get(id, organisation)));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Changes a schedule: each field that is given takes the place of what was, for occurrences that begin from now on' })
  @ApiBody({ type: ScheduleChangesDto })
  @ApiOkResponse({ type: ScheduleDto })
  @problemResponses(400, 401, 404, 413)
  async change(@Param('id') id: string, @Body() body: unknown, @Caller() caller: Principal) {
    return this.known(id, async () => {
      const { definition, reason } = parsedBody(() => scheduleChangesOf(body));
      return this.view(await this.platform.schedules.change(id, definition, this.wish(caller, reason)));
    });
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes a schedule; commands that were accepted stay' })
  @ApiBody(REASON)
  @ApiOkResponse({ type: ScheduleDto })
  @problemResponses(400, 401, 404)
  async remove(@Param('id') id: string, @Body() body: unknown, @Caller() caller: Principal) {
    return this.act(id, 'Delete', body, caller);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets no occurrence begin and stops the one that has; occurrences that fall in the pause never run' })
  @ApiBody(REASON)
  @ApiOkResponse({ type: ScheduleDto })
  @problemResponses(400, 401, 404)
  async pause(@Param('id') id: string, @Body() body: unknown, @Caller() caller: Principal) {
    return this.act(id, 'Pause', body, caller);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends a pause' })
  @ApiBody(REASON)
  @ApiOkResponse({ type: ScheduleDto })
  @problemResponses(400, 401, 404)
  async resume(@Param('id') id: string, @Body() body: unknown, @Caller() caller: Principal) {
    return this.act(id, 'Resume', body, caller);
  }

  @Get(':id/occurrences')
  @ApiOperation({ summary: 'What became of the times of a schedule, the latest first' })
  @queryParameters('limit', 'after', 'minPosition', 'timeout')
  @ApiOkResponse({ type: pageDto(OccurrenceDto) })
  @problemResponses(400, 401, 404, 504)
  async occurrences(@Param('id') id: string, @Query() query: RawQuery, @Caller() { organisation }: Principal) {
    const { minPosition, timeout, ...paging } = readParams(query, { ...PAGING, ...FRESHNESS });
    await this.requireFresh(minPosition, timeout);
    const { schedules } = this.platform;
    await this.known(id, async () => schedules.get(id, organisation));
    return schedules.queries.occurrences(id, pageOf(paging));
  }

  private async act(id: string, kind: 'Pause' | 'Resume' | 'Delete', body: unknown, caller: Principal) {
    const reason = reasonOf(body);
    return this.known(id, async () => this.view(await this.platform.schedules.act(id, kind, this.wish(caller, reason))));
  }

  private wish(caller: Principal, reason: string) {
    return { organisation: caller.organisation, actor: actorOf(caller), reason };
  }

  private async known<T>(id: string, look: () => Promise<T>): Promise<T> {
    try {
      if (id === '' || isUuid(id)) return await look();
    } catch (error) {
      if (error instanceof ScheduleFaultError) throw new InvalidRequestError(error.faults);
      if (error instanceof ScheduleOutdatedError) throw new Problem(503, 'CONTENDED', 'the schedule is being changed by others: send it again');
      if (!(error instanceof UnknownScheduleError)) throw error;
    }
    throw new Problem(404, 'NOT_FOUND', `no schedule ${JSON.stringify(id)} is known`);
  }

  private async requireFresh(minPosition: string | undefined, timeout = PATIENCE): Promise<void> {
    if (minPosition === undefined) return;
    const { schedules, stores, stopping } = this.platform;
    if (!(await schedules.waitFor(parsePosition(stores.events.storeId, minPosition), timeout, stopping)))
      throw new Problem(504, 'STALE_READ', `the list of schedules has not come to minPosition within ${timeout / 1_000} s`);
  }

  private view({ organisation: _ofTheCaller, ...schedule }: ScheduleAt) {
    return withPosition(this.platform.stores.events.storeId, schedule);
  }
}
