import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EVENT_LOG_CATEGORIES } from '#contract';
import { KeyViewDto, MeterEventDto, MeterReadDto, pageOf as pageDto } from '#contract/dto/index.js';
import type { Platform } from '../../composition/platform.js';
import { ForDevice } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { DeviceParam } from '../params/device-param.js';
import { FRESHNESS, requireFresh, type Freshness } from '../params/freshness.js';
import { pageOf, PAGING } from '../params/page.js';
import { flag, instant, integer, oneOf, readParams, type RawQuery } from '../params/read-params.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';

const PERIOD = { from: instant, to: instant };

/** What was collected from a device. */
@ApiTags('devices')
@Controller('v1/devices/:deviceIdentification')
export class DeviceDataController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get('meter-reads')
  @ForDevice('REQUEST_PERIODIC_METER_DATA')
  @ApiOperation({ summary: 'Meter reads by log time; of each reading the latest collected' })
  @queryParameters('kind', 'channel', 'from', 'to', 'versions', 'limit', 'after', 'minPosition', 'timeout')
  @ApiOkResponse({ type: pageDto(MeterReadDto) })
  @problemResponses(400, 401, 403, 404, 504)
  async meterReads(@DeviceParam() device: string, @Query() query: RawQuery) {
    const filters = { kind: oneOf(['INTERVAL', 'DAILY', 'MONTHLY', 'ACTUAL']), channel: integer(1, 4), versions: flag, ...PERIOD };
    const { limit, after, minPosition, timeout, ...filter } = readParams(query, { ...filters, ...PAGING, ...FRESHNESS });
    await this.prepare(device, 'meterReads', { minPosition, timeout });
    return this.platform.queries.meterReads.list(device, filter, pageOf({ limit, after }));
  }

  @Get('meter-events')
  @ForDevice('FIND_EVENTS')
  @ApiOperation({ summary: "Events of the meter's logs by time" })
  @queryParameters('category', 'from', 'to', 'limit', 'after', 'minPosition', 'timeout')
  @ApiOkResponse({ type: pageDto(MeterEventDto) })
  @problemResponses(400, 401, 403, 404, 504)
  async meterEvents(@DeviceParam() device: string, @Query() query: RawQuery) {
    const filters = { category: oneOf(EVENT_LOG_CATEGORIES), ...PERIOD };
    const { limit, after, minPosition, timeout, ...filter } = readParams(query, { ...filters, ...PAGING, ...FRESHNESS });
    await this.prepare(device, 'meterEvents', { minPosition, timeout });
    return this.platform.queries.meterEvents.list(device, filter, pageOf({ limit, after }));
  }

  @Get('keys')
  @ForDevice('GET_KEYS')
  @ApiOperation({ summary: 'Which keys a device has and had; never a key' })
  @queryParameters('minPosition', 'timeout')
  @ApiOkResponse({ type: [KeyViewDto] })
  @problemResponses(401, 403, 404, 504)
  async keys(@DeviceParam() device: string, @Query() query: RawQuery) {
    await this.prepare(device, 'keys', readParams(query, FRESHNESS));
    return this.platform.queries.keys.list(device);
  }

  /** @throws Problem 504 STALE_READ, 404 code 201 */
  private async prepare(device: string, projection: string, freshness: Freshness): Promise<void> {
    await requireFresh(this.platform, projection, freshness);
    if ((await this.platform.devices.load(device)).revision < 0) throw new Problem(404, 201, `no device ${device} is known`);
  }
}
