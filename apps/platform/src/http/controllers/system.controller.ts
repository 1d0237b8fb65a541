import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Platform } from '../../composition/platform.js';
import { ForEveryone } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';

@ApiTags('system')
@ForEveryone()
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

  @Get('health/live')
  @ApiOperation({ summary: 'The process answers' })
  live() {
    return { status: 'live' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'The read models have caught up, commands are being carried out, and the stores work' })
  @problemResponses(503)
  async ready() {
    if (!this.platform.isReady()) throw new Problem(503, 'UNAVAILABLE', 'the platform is starting or stopping');
    const [problem] = await this.platform.stores.health();
    if (problem !== undefined) throw new Problem(503, 'UNAVAILABLE', `a store does not work now: ${problem.store}`);
    // A device that the due index has parked gets no commands carried out: somebody has to know.
    const quarantined = this.platform.runner.quarantinedDevices();
    return { status: 'ready', ...(Object.keys(quarantined).length === 0 ? {} : { quarantined }) };
  }

  @Get('metrics')
  @ApiExcludeEndpoint()
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { metrics } = this.platform;
    void reply.header('Content-Type', metrics.contentType);
    return metrics.text();
  }
}
