import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProofDto } from '#contract/dto/index.js';
import { deviceStream } from '#orchestration';
import type { Platform } from '../../composition/platform.js';
import { SEES_HISTORY } from '../access/device-functions.js';
import { ForDevice } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { queryParameters } from '../openapi/query-parameters.js';
import { DeviceParam } from '../params/device-param.js';
import { integer, readParams, type RawQuery } from '../params/read-params.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';

const CHECKPOINT = integer(0, Number.MAX_SAFE_INTEGER);

@ApiTags('audit')
@ForDevice(SEES_HISTORY)
@Controller('v1/devices/:deviceIdentification/proof')
export class ProofController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ApiOperation({ summary: 'Proves the history of a device by a checkpoint: verified offline by `meterlog verify-proof`' })
  @queryParameters('checkpoint')
  @ApiOkResponse({ type: ProofDto })
  @problemResponses(400, 401, 403, 404)
  async proof(@DeviceParam() device: string, @Query() query: RawQuery) {
    const { checkpoint } = readParams(query, { checkpoint: CHECKPOINT });
    const { devices, checkpoints } = this.platform;
    if ((await devices.load(device)).revision < 0) throw new Problem(404, 201, `no device ${device} is known`);
    const proof = await checkpoints.proof(deviceStream(device), checkpoint);
    if (proof === undefined) throw new Problem(404, 'NOT_FOUND', notCovered(device, checkpoint));
    return proof;
  }
}

function notCovered(device: string, checkpoint: number | undefined): string {
  if (checkpoint !== undefined) return `there is no checkpoint ${checkpoint}, or it covers nothing of device ${device}`;
  return `no checkpoint covers anything of device ${device} yet: POST /v1/checkpoints makes one`;
}
