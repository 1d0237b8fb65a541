import { Controller, Get, Header, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CheckpointDto, MadeCheckpointDto, pageOf as pageDto } from '#contract/dto/index.js';
import { newestCheckpoints, type NumberedCheckpoint } from '#event-sourcing';
import { actorOf, type Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { integer, readParams, type RawQuery } from '../params/read-params.js';
import { PLATFORM } from '../tokens.js';

const LIMIT = 50;
const PARAMETERS = { limit: integer(1, 500), after: integer(0, Number.MAX_SAFE_INTEGER) };

const view = ({ number, signed }: NumberedCheckpoint) => ({ number, ...signed });

/** Signed heads of all streams: what the end of the record is proven by. */
@ApiTags('audit')
@Controller('v1/checkpoints')
export class CheckpointsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ForEveryone()
  @ApiOperation({ summary: 'Lists checkpoints, the newest first' })
  @queryParameters('limit', 'after')
  @ApiOkResponse({ type: pageDto(CheckpointDto) })
  @problemResponses(400, 401)
  async list(@Query() query: RawQuery) {
    const { limit = LIMIT, after } = readParams(query, PARAMETERS);
    const items = await newestCheckpoints(this.platform.stores.events, limit, after);
    const last = items.at(-1)?.number ?? 0;
    return { items: items.map(view), next: last > 0 ? String(last) : null };
  }

  @Post()
  @ApiOperation({ summary: 'Signs all that has happened since the last checkpoint; when nothing has, answers that one' })
  @ApiCreatedResponse({ type: MadeCheckpointDto })
  @ApiOkResponse({ type: MadeCheckpointDto })
  @problemResponses(401, 503)
  async make(@Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const { created, checkpoint } = await this.platform.checkpoints.make(actorOf(caller));
    void reply.status(created ? 201 : 200);
    return { created, checkpoint: checkpoint === undefined ? null : view(checkpoint) };
  }

  @Get('public-key')
  @ForEveryone()
  @Header('Content-Type', 'application/x-pem-file')
  @ApiOperation({ summary: 'Public key that checkpoints are signed with: Ed25519; PEM' })
  @ApiOkResponse({ content: { 'application/x-pem-file': { schema: { type: 'string' } } } })
  @problemResponses(401)
  publicKey(): string {
    return this.platform.stores.signingKey.publicKeyPem();
  }
}
