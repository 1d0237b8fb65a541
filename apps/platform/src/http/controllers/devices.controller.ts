import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DEVICE_LIFECYCLE_STATUSES, RUNNING_ORGANISATION } from '#contract';
import { DeviceStateDto, DeviceViewDto, HistoryItemDto, pageOf as pageDto } from '#contract/dto/index.js';
import type { Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { SEES_DEVICE, SEES_HISTORY } from '../access/device-functions.js';
import { ForDevice, ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { DeviceParam } from '../params/device-param.js';
import { FRESHNESS, requireFresh, type Freshness } from '../params/freshness.js';
import { pageOf, PAGING, withPosition } from '../params/page.js';
import { instant, integer, oneOf, readParams, text, type RawQuery } from '../params/read-params.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import { historyItem } from '../views/history-item.js';
import { momentOf } from '../params/moment.js';

const FILTERS = { protocol: text, lifecycle: oneOf(DEVICE_LIFECYCLE_STATUSES), gateway: text, q: text };
const REVISION = integer(0, Number.MAX_SAFE_INTEGER);
const HISTORY_LIMIT = 50;

@ApiTags('devices')
@Controller('v1/devices')
export class DevicesController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ForEveryone()
  @ApiOperation({ summary: 'Lists the devices that the organisation has a function group on, by identification' })
  @queryParameters('protocol', 'lifecycle', 'gateway', 'q', 'limit', 'after', 'minPosition', 'timeout')
  @ApiOkResponse({ type: pageDto(DeviceViewDto) })
  @problemResponses(400, 401, 504)
  async list(@Query() query: RawQuery, @Caller() { organisation }: Principal) {
    const { limit, after, minPosition, timeout, ...filter } = readParams(query, { ...FILTERS, ...PAGING, ...FRESHNESS });
    const own = organisation === RUNNING_ORGANISATION ? {} : { organisation };
    await requireFresh(this.platform, 'authorizations', { minPosition, timeout });
    await this.fresh({ minPosition, timeout });
    const page = await this.platform.queries.devices.list({ ...filter, ...own }, pageOf({ limit, after }));
    return { items: page.items.map((device) => withPosition(this.storeId, device)), next: page.next };
  }

  @Get(':deviceIdentification')
  @ForDevice(SEES_DEVICE)
  @ApiOperation({ summary: 'Shows a device' })
  @queryParameters('minPosition', 'timeout')
  @ApiOkResponse({ type: DeviceViewDto })
  @problemResponses(401, 403, 404, 504)
  async get(@DeviceParam() deviceIdentification: string, @Query() query: RawQuery) {
    await this.fresh(readParams(query, FRESHNESS));
    const device = await this.platform.queries.devices.get(deviceIdentification);
    if (device === undefined) throw unknownDevice(deviceIdentification);
    return withPosition(this.storeId, device);
  }

  @Get(':deviceIdentification/history')
  @ForDevice(SEES_HISTORY)
  @ApiOperation({ summary: 'Everything that ever happened to a device, oldest first' })
  @queryParameters('type', 'limit', 'after', 'minPosition', 'timeout')
  @ApiOkResponse({ type: pageDto(HistoryItemDto) })
  @problemResponses(400, 401, 403, 404, 504)
  async history(@DeviceParam() deviceIdentification: string, @Query() query: RawQuery) {
    const readers = { type: (value: string) => value.split(','), limit: PAGING.limit, after: REVISION, ...FRESHNESS };
    const { type, limit = HISTORY_LIMIT, after, ...freshness } = readParams(query, readers);
    await this.fresh(freshness);
    // One more than asked for tells whether there is a next page.
    const options = { limit: limit + 1, ...(after === undefined ? {} : { after }), ...(type === undefined ? {} : { types: type }) };
    const events = await this.platform.devices.history(deviceIdentification, options);
    if (events.length === 0 && (await this.platform.devices.load(deviceIdentification)).revision < 0) throw unknownDevice(deviceIdentification);
    const items = events.slice(0, limit).map((event) => historyItem(event, this.storeId));
    return { items, next: events.length > limit ? String(items.at(-1)?.revision) : null };
  }

  @Get(':deviceIdentification/state')
  @ForDevice(SEES_HISTORY)
  @ApiOperation({ summary: 'The state of a device now, at a revision, or at a time' })
  @queryParameters('revision', 'at', 'knownAt', 'minPosition', 'timeout')
  @ApiOkResponse({ type: DeviceStateDto })
  @problemResponses(400, 401, 403, 404, 504)
  async state(@DeviceParam() deviceIdentification: string, @Query() query: RawQuery) {
    const { minPosition, timeout, ...when } = readParams(query, { revision: REVISION, at: instant, knownAt: instant, ...FRESHNESS });
    await this.fresh({ minPosition, timeout });
    const moment = momentOf(when);
    const past = moment === undefined ? await this.present(deviceIdentification) : await this.platform.devices.stateAt(deviceIdentification, moment);
    if (past === undefined) throw new Problem(404, 201, `nothing is known of device ${deviceIdentification} at that moment`);
    const { revision, hash, state } = past;
    return { deviceIdentification, revision, hash, state };
  }

  private async present(deviceIdentification: string) {
    const loaded = await this.platform.devices.load(deviceIdentification);
    return loaded.revision < 0 ? undefined : loaded;
  }

  private fresh(freshness: Freshness): Promise<void> {
    return requireFresh(this.platform, 'devices', freshness);
  }

  private get storeId(): string {
    return this.platform.stores.events.storeId;
  }
}

function unknownDevice(deviceIdentification: string): Problem {
  return new Problem(404, 201, `no device ${deviceIdentification} is known`);
}
