import { Body, Controller, Delete, Get, Inject, Param, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import { DEVICE_FUNCTION_GROUPS, type DeviceFunctionGroup } from '#contract';
import { InvalidRequestError, validateBody } from '#contract/dto/index.js';
import type { DeviceState, GrantAuthorization, RevokeAuthorization } from '#domain';
import { uuidv7 } from '#event-sourcing';
import { actorOf, type Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { SEES_DEVICE } from '../access/device-functions.js';
import { ForDevice } from '../access/rights.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { DeviceParam } from '../params/device-param.js';
import { parsedBody } from '../params/parsed-body.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import { OrganisationReasonDto } from './organisations.dto.js';

const GRANTS = 'SET_DEVICE_AUTHORIZATION';
const Group = (): MethodDecorator => ApiParam({ name: 'functionGroup', schema: { type: 'string', enum: [...DEVICE_FUNCTION_GROUPS] } });

/** Only the API documentation reads this one. */
export class AuthorizationDto {
  @ApiProperty({ type: String })
  organisation!: string;

  @ApiProperty({ enum: [...DEVICE_FUNCTION_GROUPS], isArray: true })
  functionGroups!: DeviceFunctionGroup[];
}

export class AuthorizationsDto {
  @ApiProperty({ type: [AuthorizationDto] })
  items!: AuthorizationDto[];
}

/** Which organisations may do what with a device. The owner and administrators say so. */
@ApiTags('organisations')
@Controller('v1/devices/:deviceIdentification/authorizations')
export class AuthorizationsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ForDevice(SEES_DEVICE, { orAdministrators: true })
  @ApiOperation({ summary: 'Function groups of organisations on a device', description: 'Guide: docs/guides/rights.md.' })
  @ApiOkResponse({ type: AuthorizationsDto })
  @problemResponses(401, 403, 404)
  async list(@DeviceParam() device: string) {
    return viewOf(await this.state(device));
  }

  @Get(':organisation/:functionGroup')
  @ForDevice(SEES_DEVICE, { orAdministrators: true })
  @ApiOperation({ summary: 'Whether an organisation has a function group on a device: 404 when not' })
  @Group()
  @ApiOkResponse({ type: AuthorizationDto })
  @problemResponses(400, 401, 403, 404)
  async get(@DeviceParam() device: string, @Param('organisation') organisation: string, @Param('functionGroup') given: string) {
    const functionGroup = groupOf(given);
    const found = viewOf(await this.state(device)).items.find((each) => each.organisation === organisation);
    if (found === undefined || !found.functionGroups.includes(functionGroup))
      throw new Problem(404, 'NOT_FOUND', `organisation ${organisation} does not have ${functionGroup} on device ${device}`);
    return found;
  }

  @Put(':organisation/:functionGroup')
  @ForDevice(GRANTS, { orAdministrators: true })
  @ApiOperation({ summary: 'Gives an organisation a function group on a device' })
  @Group()
  @ApiOkResponse({ type: AuthorizationsDto })
  @problemResponses(400, 401, 403, 404)
  async grant(
    @DeviceParam() device: string,
    @Param('organisation') organisation: string,
    @Param('functionGroup') given: string,
    @Caller() caller: Principal,
  ) {
    const functionGroup = groupOf(given);
    await this.platform.organisations.get(organisation);
    return this.execute(device, { kind: 'GrantAuthorization', organisation, functionGroup }, caller);
  }

  @Delete(':organisation/:functionGroup')
  @ForDevice(GRANTS, { orAdministrators: true })
  @ApiOperation({ summary: 'Takes a function group on a device from an organisation; commands that were accepted go on' })
  @Group()
  @ApiBody({ type: OrganisationReasonDto })
  @ApiOkResponse({ type: AuthorizationsDto })
  @problemResponses(400, 401, 403, 404)
  async revoke(
    @DeviceParam() device: string,
    @Param('organisation') organisation: string,
    @Param('functionGroup') given: string,
    @Body() body: unknown,
    @Caller() caller: Principal,
  ) {
    const functionGroup = groupOf(given);
    const { reason } = parsedBody(() => validateBody(OrganisationReasonDto, body));
    return this.execute(device, { kind: 'RevokeAuthorization', organisation, functionGroup, reason }, caller);
  }

  private async execute(
    device: string,
    command: Omit<GrantAuthorization, 'correlationUid'> | Omit<RevokeAuthorization, 'correlationUid'>,
    caller: Principal,
  ) {
    const correlationUid = uuidv7(this.platform.clock.now());
    const context = { commandId: correlationUid, correlationUid, causationId: null, actor: actorOf(caller) };
    const { state } = await this.platform.devices.execute(device, { ...command, correlationUid }, context);
    return viewOf(state);
  }

  private async state(device: string): Promise<DeviceState> {
    const { state } = await this.platform.devices.load(device);
    if (state.registration === null) throw new Problem(404, 201, `no device ${device} is known`);
    return state;
  }
}

function viewOf({ authorizations }: DeviceState) {
  const items = Object.entries(authorizations).map(([organisation, functionGroups]) => ({ organisation, functionGroups }));
  return { items: items.sort((a, b) => (a.organisation < b.organisation ? -1 : 1)) };
}

/** @throws InvalidRequestError naming the function group */
function groupOf(given: string): DeviceFunctionGroup {
  const group = DEVICE_FUNCTION_GROUPS.find((each) => each === given);
  if (group === undefined)
    throw new InvalidRequestError([{ field: 'functionGroup', message: `must be one of: ${DEVICE_FUNCTION_GROUPS.join(', ')}` }]);
  return group;
}
