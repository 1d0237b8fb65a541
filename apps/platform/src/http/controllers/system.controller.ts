import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ProjectionStatusDto } from '#contract/dto/index.js';
import type { Platform } from '../../composition/platform.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { withPosition } from '../params/page.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';

@ApiTags('system')
@Controller()
export class SystemController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get('v1/security/public-key')
  @Header('Content-Type', 'application/x-pem-file')
  @ApiOperation({ summary: 'Public key that meter keys in requests are encrypted for: RSA-OAEP, SHA-256, MGF1 with SHA-256; PEM' })
  @ApiOkResponse({ content: { 'application/x-pem-file': { schema: { type: 'string' } } } })
  @problemResponses(401)
  publicKey(): string {
    return this.platform.stores.keyTransport.publicKeyPem();
  }

  @Get('v1/projections')
  @ApiOperation({ summary: 'How far the read models have come' })
  @ApiOkResponse({ type: [ProjectionStatusDto] })
  @problemResponses(401)
  async projections() {
    const statuses = await this.platform.runner.status();
    return statuses.map((status) => withPosition(this.platform.stores.events.storeId, status));
  }

  @Get('health/live')
  @ApiOperation({ summary: 'The process answers' })
  live() {
    return { status: 'live' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'The read models have caught up and commands are being carried out' })
  @problemResponses(503)
  ready() {
    if (!this.platform.isReady()) throw new Problem(503, 'UNAVAILABLE', 'the platform is starting or stopping');
    return { status: 'ready' };
  }

  @Get('metrics')
  @ApiExcludeEndpoint()
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { metrics } = this.platform;
    void reply.header('Content-Type', metrics.contentType);
    return metrics.text();
  }
}
