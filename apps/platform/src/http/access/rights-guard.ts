import { Inject, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { hasRight } from '#domain';
import type { Principal } from '#security';
import type { Platform } from '../../composition/platform.js';
import { possibleDevice } from '../params/device-param.js';
import { Problem } from '../problem/problem.js';
import { PLATFORM } from '../tokens.js';
import { isAdministrator, requireAdministrator } from './administrator.js';
import { principalOf } from './authenticate.js';
import { isPublic } from './public-paths.js';
import { RIGHTS, type RouteRights } from './rights.js';

/** Refuses a request whose organisation has no right to the route. Of commands the device's own decider asks for the rights. */
export class RightsGuard implements CanActivate {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  /** @throws Problem 403 code 301, 404 code 201 */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { readonly deviceIdentification?: string } }>>();
    if (isPublic(request.url)) return true;
    const caller = principalOf(request);
    const rights = this.reflector.getAllAndOverride<RouteRights | undefined>(RIGHTS, [context.getHandler(), context.getClass()]);
    if (rights?.kind === 'everyone') return true;
    if (rights === undefined || (rights.orAdministrators && isAdministrator(this.platform, caller))) requireAdministrator(this.platform, caller);
    else await this.requireRight(request.params.deviceIdentification ?? '', rights.deviceFunction, caller);
    return true;
  }

  private async requireRight(device: string, deviceFunction: string, { organisation }: Principal): Promise<void> {
    if (hasRight({ authorizations: {} }, organisation, deviceFunction)) return;
    const { state } = await this.platform.devices.load(possibleDevice(device));
    if (state.registration === null) throw new Problem(404, 201, `no device ${device} is known`);
    if (!hasRight(state, organisation, deviceFunction))
      throw new Problem(403, 301, `organisation ${organisation} may not ${deviceFunction} on device ${device}`);
  }
}
