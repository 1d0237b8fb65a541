import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { pageOf as pageDto } from '#contract/dto/index.js';
import { isUuid, parsePosition } from '#event-sourcing';
import { NOTIFICATION_STATUSES, UnknownNotificationError, type NotificationAt } from '#orchestration';
import { actorOf, type Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { FRESHNESS } from '../params/freshness.js';
import { pageOf, PAGING, withPosition } from '../params/page.js';
import { oneOf, readParams, text, type RawQuery } from '../params/read-params.js';
import { reasonOf } from '../params/reason.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import { NotificationDto } from './notifications.dto.js';

const FILTERS = { status: oneOf(NOTIFICATION_STATUSES), deviceIdentification: text };
const REASON = { schema: { type: 'object', properties: { reason: { type: 'string', maxLength: 1000 } } }, required: false };
const PATIENCE = 5_000;

/** Webhooks: what was delivered, what is to come, and doing it again. */
@ApiTags('notifications')
@ForEveryone()
@Controller('v1/notifications')
export class NotificationsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ApiOperation({ summary: 'The delivery log of webhooks, the latest first' })
  @queryParameters('status', 'deviceIdentification', 'limit', 'after', 'minPosition', 'timeout')
  @ApiOkResponse({ type: pageDto(NotificationDto) })
  @problemResponses(400, 401, 504)
  async list(@Query() query: RawQuery, @Caller() { organisation }: Principal) {
    const { limit, after, minPosition, timeout, ...filter } = readParams(query, { ...FILTERS, ...PAGING, ...FRESHNESS });
    await this.requireFresh(minPosition, timeout);
    const page = await this.platform.notifications.queries.list({ ...filter, organisation }, pageOf({ limit, after }));
    return { items: page.items.map((item) => this.view(item)), next: page.next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One webhook and the attempts to deliver it' })
  @ApiOkResponse({ type: NotificationDto })
  @problemResponses(401, 404)
  async get(@Param('id') id: string, @Caller() { organisation }: Principal) {
    return this.view(await this.known(id, async () => this.platform.notifications.get(id, organisation)));
  }

  @Post(':id/redeliver')
  @HttpCode(202)
  @ApiOperation({ summary: 'Delivers a webhook again, at once and with all its attempts' })
  @ApiBody(REASON)
  @ApiAcceptedResponse({ type: NotificationDto })
  @problemResponses(400, 401, 404)
  async redeliver(@Param('id') id: string, @Body() body: unknown, @Caller() caller: Principal) {
    const reason = reasonOf(body);
    const { notifications } = this.platform;
    return this.view(await this.known(id, async () => notifications.redeliver(id, caller.organisation, reason, actorOf(caller))));
  }

  private async known(id: string, look: () => Promise<NotificationAt>): Promise<NotificationAt> {
    try {
      if (isUuid(id)) return await look();
    } catch (error) {
      if (!(error instanceof UnknownNotificationError)) throw error;
    }
    throw new Problem(404, 'NOT_FOUND', `no notification ${JSON.stringify(id)} is known`);
  }

  private async requireFresh(minPosition: string | undefined, timeout = PATIENCE): Promise<void> {
    if (minPosition === undefined) return;
    const { notifications, stores, stopping } = this.platform;
    if (!(await notifications.waitFor(parsePosition(stores.events.storeId, minPosition), timeout, stopping)))
      throw new Problem(504, 'STALE_READ', `the delivery log has not come to minPosition within ${timeout / 1_000} s`);
  }

  private view({ organisation: _ofTheCaller, ...notification }: NotificationAt) {
    return withPosition(this.platform.stores.events.storeId, notification);
  }
}
