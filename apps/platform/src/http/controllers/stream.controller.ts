import { Controller, Get, Headers, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidRequestError } from '#contract/dto/index.js';
import { parsePosition, PositionError } from '#event-sourcing';
import type { Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { readParams, text, type RawQuery } from '../params/read-params.js';
import { whenGone } from '../params/when-gone.js';
import { eventStream } from '../stream/event-stream.js';
import { PLATFORM } from '../tokens.js';

@ApiTags('devices')
@ForEveryone()
@Controller('v1/stream')
export class StreamController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ApiOperation({ summary: 'Events of devices as server-sent events: those from now on, or those after Last-Event-ID' })
  @queryParameters('deviceIdentification', 'types')
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @problemResponses(400, 401)
  async stream(
    @Query() query: RawQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Caller() { organisation }: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { deviceIdentification, types } = readParams(query, { deviceIdentification: text, types: (value: string) => value.split(',') });
    const { stores, stopping } = this.platform;
    const after = lastEventId === undefined ? await stores.events.head() : positionOf(stores.events.storeId, lastEventId);
    const signal = AbortSignal.any([stopping, whenGone(request)]);
    const chunks = eventStream(this.platform, { after, deviceIdentification, types, organisation, signal });
    void reply
      .header('Content-Type', 'text/event-stream')
      .header('Cache-Control', 'no-store')
      .header('X-Accel-Buffering', 'no')
      // Nobody reads what follows the head of a HEAD: the stream is not even begun.
      .send(Readable.from(request.method === 'HEAD' ? [] : chunks));
  }
}

/** @throws InvalidRequestError naming the header */
function positionOf(storeId: string, lastEventId: string): number {
  try {
    return parsePosition(storeId, lastEventId);
  } catch (error) {
    if (!(error instanceof PositionError)) throw error;
    throw new InvalidRequestError([{ field: 'Last-Event-ID', message: error.message }]);
  }
}
