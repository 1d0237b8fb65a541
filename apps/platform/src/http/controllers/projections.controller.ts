import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { pageOf as pageDto } from '#contract/dto/index.js';
import type { ProjectionStatus } from '#projections';
import { actorOf, type Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { DeviceParam } from '../params/device-param.js';
import { pageOf, PAGING, withPosition } from '../params/page.js';
import { readParams, type RawQuery } from '../params/read-params.js';
import { textFields } from '../params/text-fields.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import { projectionView } from '../views/projection-view.js';
import { ProjectionDto, QuarantinedDeviceDto, ReplayOutcomesDto } from './projections.dto.js';

const DEVICE = { type: 'string' };
const REASON = { type: 'string', minLength: 1, maxLength: 1000 };

/** Read models: how far they are, building them anew, and devices whose events they cannot apply. */
@ApiTags('projections')
@Controller('v1/projections')
export class ProjectionsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ApiOperation({ summary: 'How far the read models have come' })
  @ApiOkResponse({ type: [ProjectionDto] })
  @problemResponses(401)
  async list() {
    return (await this.platform.runner.status()).map((status) => this.view(status));
  }

  @Get(':projection')
  @ApiOperation({ summary: 'How far one read model has come' })
  @ApiOkResponse({ type: ProjectionDto })
  @problemResponses(401, 404)
  async status(@Param('projection') name: string) {
    const found = (await this.platform.runner.status()).find((status) => status.name === name);
    if (found === undefined) throw new Problem(404, 'NOT_FOUND', `there is no projection ${name}`);
    return this.view(found);
  }

  @Post(':projection/rebuild')
  @HttpCode(202)
  @ApiOperation({ summary: 'Builds a read model anew beside the one that is read; readers change over at the end' })
  @ApiAcceptedResponse({ type: ProjectionDto })
  @problemResponses(401, 404, 409)
  async rebuild(@Param('projection') name: string, @Caller() caller: Principal) {
    await this.platform.runner.rebuild(name, actorOf(caller));
    return this.status(name);
  }

  @Delete(':projection/rebuild')
  @ApiOperation({ summary: 'Breaks a rebuild off and removes what it built' })
  @ApiOkResponse({ type: ProjectionDto })
  @problemResponses(401, 404, 409)
  async cancel(@Param('projection') name: string, @Caller() caller: Principal) {
    await this.platform.runner.cancelRebuild(name, actorOf(caller));
    return this.status(name);
  }

  @Get(':projection/quarantine')
  @ApiOperation({ summary: 'Devices whose events the read model cannot apply, and why' })
  @queryParameters('limit', 'after')
  @ApiOkResponse({ type: pageDto(QuarantinedDeviceDto) })
  @problemResponses(400, 401, 404)
  async quarantine(@Param('projection') name: string, @Query() query: RawQuery) {
    const { items, next } = await this.platform.runner.quarantine.list(name, pageOf(readParams(query, PAGING)));
    return { items: items.map((item) => this.positioned(item)), next };
  }

  @Get(':projection/quarantine/:deviceIdentification')
  @ApiOperation({ summary: 'One such device, and its events that wait' })
  @queryParameters('limit', 'after')
  @ApiOkResponse({ type: QuarantinedDeviceDto })
  @problemResponses(400, 401, 404)
  async quarantined(@Param('projection') name: string, @DeviceParam() device: string, @Query() query: RawQuery) {
    const { events, ...found } = await this.platform.runner.quarantine.show(name, device, pageOf(readParams(query, PAGING)));
    return { ...this.positioned(found), events: { items: events.items.map((event) => this.positioned(event)), next: events.next } };
  }

  @Post(':projection/quarantine/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Applies the events of a quarantined device anew, or of all of them' })
  @ApiBody({ schema: { type: 'object', properties: { deviceIdentification: DEVICE } }, required: false })
  @ApiOkResponse({ type: ReplayOutcomesDto })
  @problemResponses(400, 401, 404, 409)
  async replay(@Param('projection') name: string, @Body() body: unknown, @Caller() caller: Principal) {
    const { deviceIdentification } = textFields(body, { optional: ['deviceIdentification'] });
    return { items: await this.platform.runner.quarantine.replay(name, deviceIdentification, actorOf(caller)) };
  }

  @Post(':projection/quarantine/discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives up the events of a quarantined device that wait: its documents stay stale' })
  @ApiBody({ schema: { type: 'object', properties: { deviceIdentification: DEVICE, reason: REASON }, required: ['deviceIdentification', 'reason'] } })
  @ApiOkResponse({
    schema: {
      type: 'object',
      properties: { deviceIdentification: DEVICE, discarded: { type: 'integer' } },
      required: ['deviceIdentification', 'discarded'],
    },
  })
  @problemResponses(400, 401, 404, 409)
  async discard(@Param('projection') name: string, @Body() body: unknown, @Caller() caller: Principal) {
    const { deviceIdentification = '', reason = '' } = textFields(body, { required: ['deviceIdentification', 'reason'] });
    const discarded = await this.platform.runner.quarantine.discard(name, deviceIdentification, reason, actorOf(caller));
    return { deviceIdentification, discarded };
  }

  private view(status: ProjectionStatus) {
    return projectionView(this.platform.stores.events.storeId, status);
  }

  private positioned<T extends { readonly position: number }>(item: T) {
    return withPosition(this.platform.stores.events.storeId, item);
  }
}
