import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InvalidRequestError, validateBody } from '#contract/dto/index.js';
import { actorOf, type ApiKeyRecord, type IssueApiKey, type OrganisationCommand, type OrganisationState, type Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { Caller } from '../access/authenticate.js';
import { ForEveryone } from '../access/rights.js';
import { isAdministrator, requireAdministrator } from '../access/administrator.js';
import { problemResponses } from '../openapi/problem-responses.js';
import { parsedBody } from '../params/parsed-body.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import {
  ApiKeyListDto,
  IssuedApiKeyDto,
  NewApiKeyDto,
  NewApplicationDto,
  NewOrganisationDto,
  NewUserDto,
  OrganisationDto,
  OrganisationListDto,
  OrganisationReasonDto,
} from './organisations.dto.js';

/** Who may use the platform. An organisation sees itself; administrators see and change all. */
@ApiTags('organisations')
@ForEveryone()
@Controller('v1/organisations')
export class OrganisationsController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  @ApiOperation({
    summary: 'Lists organisations by name: all of them to an administrator, else the own one',
    description: 'Guide: docs/guides/rights.md.',
  })
  @ApiOkResponse({ type: OrganisationListDto })
  @problemResponses(401)
  list(@Caller() caller: Principal) {
    const all = this.platform.directory.list();
    const seen = isAdministrator(this.platform, caller) ? all : all.filter(({ organisation }) => organisation === caller.organisation);
    return { items: seen.map(view) };
  }

  @Post()
  @ApiOperation({ summary: 'Registers an organisation' })
  @ApiBody({ type: NewOrganisationDto })
  @ApiCreatedResponse({ type: OrganisationDto })
  @problemResponses(400, 401, 403, 409)
  async register(@Body() body: unknown, @Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    requireAdministrator(this.platform, caller);
    const { organisation, name, functionGroup } = parsedBody(() => validateBody(NewOrganisationDto, body));
    const state = await this.execute(organisation, { kind: 'RegisterOrganisation', name, functionGroup }, caller);
    void reply.header('Location', `/v1/organisations/${organisation}`);
    return view(state);
  }

  @Get(':organisation')
  @ApiOperation({ summary: 'One organisation' })
  @ApiOkResponse({ type: OrganisationDto })
  @problemResponses(401, 404)
  async get(@Param('organisation') organisation: string, @Caller() caller: Principal) {
    return view(await this.visible(organisation, caller));
  }

  @Post(':organisation/disable')
  @HttpCode(200)
  @ApiOperation({ summary: 'Shuts an organisation out: its keys open nothing until it is enabled again. What was accepted for it goes on' })
  @ApiBody({ type: OrganisationReasonDto })
  @ApiOkResponse({ type: OrganisationDto })
  @problemResponses(400, 401, 403, 404, 409)
  async disable(@Param('organisation') organisation: string, @Body() body: unknown, @Caller() caller: Principal) {
    return this.switched('DisableOrganisation', organisation, body, caller);
  }

  @Post(':organisation/enable')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets a disabled organisation in again' })
  @ApiBody({ type: OrganisationReasonDto })
  @ApiOkResponse({ type: OrganisationDto })
  @problemResponses(400, 401, 403, 404)
  async enable(@Param('organisation') organisation: string, @Body() body: unknown, @Caller() caller: Principal) {
    return this.switched('EnableOrganisation', organisation, body, caller);
  }

  @Post(':organisation/applications')
  @ApiOperation({ summary: 'Registers an application of an organisation' })
  @ApiBody({ type: NewApplicationDto })
  @ApiCreatedResponse({ type: OrganisationDto })
  @problemResponses(400, 401, 403, 404)
  async registerApplication(@Param('organisation') organisation: string, @Body() body: unknown, @Caller() caller: Principal) {
    requireAdministrator(this.platform, caller);
    const { application } = parsedBody(() => validateBody(NewApplicationDto, body));
    return view(await this.execute(organisation, { kind: 'RegisterApplication', application }, caller));
  }

  @Post(':organisation/users')
  @ApiOperation({ summary: 'Registers a user of an organisation, or gives one another name' })
  @ApiBody({ type: NewUserDto })
  @ApiCreatedResponse({ type: OrganisationDto })
  @problemResponses(400, 401, 403, 404)
  async registerUser(@Param('organisation') organisation: string, @Body() body: unknown, @Caller() caller: Principal) {
    requireAdministrator(this.platform, caller);
    const { user, name } = parsedBody(() => validateBody(NewUserDto, body));
    return view(await this.execute(organisation, { kind: 'RegisterUser', user, ...(name === undefined ? {} : { name }) }, caller));
  }

  @Get(':organisation/keys')
  @ApiOperation({ summary: 'API keys of an organisation, without the keys' })
  @ApiOkResponse({ type: ApiKeyListDto })
  @problemResponses(401, 404)
  async keys(@Param('organisation') organisation: string, @Caller() caller: Principal) {
    const { keys } = await this.visible(organisation, caller);
    return { items: keys.map(keyView) };
  }

  @Post(':organisation/keys')
  @ApiOperation({ summary: 'Issues an API key to an application or a user' })
  @ApiBody({ type: NewApiKeyDto })
  @ApiCreatedResponse({ type: IssuedApiKeyDto })
  @problemResponses(400, 401, 403, 404)
  async issueKey(@Param('organisation') organisation: string, @Body() body: unknown, @Caller() caller: Principal) {
    requireAdministrator(this.platform, caller);
    const request = parsedBody(() => validateBody(NewApiKeyDto, body));
    return this.platform.organisations.issueKey(organisation, holderOf(request), request.expiresAt, actorOf(caller));
  }

  @Delete(':organisation/keys/:keyId')
  @ApiOperation({ summary: 'Revokes an API key, at once' })
  @ApiBody({ type: OrganisationReasonDto })
  @ApiOkResponse({ type: ApiKeyListDto })
  @problemResponses(400, 401, 403, 404)
  async revokeKey(@Param('organisation') organisation: string, @Param('keyId') keyId: string, @Body() body: unknown, @Caller() caller: Principal) {
    requireAdministrator(this.platform, caller);
    const { reason } = parsedBody(() => validateBody(OrganisationReasonDto, body));
    const { keys } = await this.execute(organisation, { kind: 'RevokeApiKey', keyId, reason }, caller);
    return { items: keys.map(keyView) };
  }

  private async switched(kind: 'DisableOrganisation' | 'EnableOrganisation', organisation: string, body: unknown, caller: Principal) {
    requireAdministrator(this.platform, caller);
    const { reason } = parsedBody(() => validateBody(OrganisationReasonDto, body));
    return view(await this.execute(organisation, { kind, reason }, caller));
  }

  private async execute(organisation: string, command: OrganisationCommand, caller: Principal): Promise<OrganisationState> {
    return this.platform.organisations.execute(organisation, command, actorOf(caller));
  }

  /** Others do not exist for an organisation that administers nothing. */
  private async visible(organisation: string, caller: Principal): Promise<OrganisationState> {
    if (organisation !== caller.organisation && !isAdministrator(this.platform, caller))
      throw new Problem(404, 101, `no organisation ${organisation} is registered`);
    return this.platform.organisations.get(organisation);
  }
}

function holderOf({ application, user }: NewApiKeyDto): IssueApiKey['holder'] {
  if (application !== undefined && user === undefined) return { application };
  if (user !== undefined && application === undefined) return { user };
  throw new InvalidRequestError([{ field: 'application', message: 'either application or user must be given' }]);
}

function view({ organisation, name, functionGroup, enabled, applications, users }: OrganisationState) {
  return { organisation, name, functionGroup, enabled, applications, users };
}

function keyView({ sha256: _ofNoUse, ...key }: ApiKeyRecord) {
  return key;
}
