import type { AccessRequest } from '../apdu/access.js';
import type { Apdu } from '../apdu/apdu.js';
import { isConfirmed } from '../apdu/invoke-id.js';
import { wantsConfirmation } from '../apdu/notifications.js';
import { AccessService } from './access-service.js';
import { ActionService } from './action-service.js';
import { GetService } from './get-service.js';
import type { ServiceKind } from './options.js';
import { notSupported } from './refusal.js';
import type { ServiceContext, Services } from './service.js';
import { SetService } from './set-service.js';

/** Hands requests of a standing association to their service; a request of one service ends the transfers of the others. */
export class ServiceDispatcher implements Services {
  private readonly gets: GetService;
  private readonly sets: SetService;
  private readonly actions: ActionService;
  private readonly accesses: AccessService;

  constructor(private readonly context: ServiceContext) {
    this.gets = new GetService(context);
    this.sets = new SetService(context);
    this.actions = new ActionService(context);
    this.accesses = new AccessService(context);
  }

  /** The answer; undefined for a request that must not be answered. */
  handle(request: Apdu): Apdu | undefined {
    // The client's word that a push arrived.
    if (request.kind === 'data-notification-confirm') return undefined;
    if (request.kind === 'access-request') return this.access(request);
    const service = serviceOf(request);
    if (service === 'unknown' || !this.context.allows(service)) return notSupported;
    const answer = this.serve(request);
    return 'invoke' in request && !isConfirmed(request.invoke) ? undefined : answer;
  }

  private access(request: AccessRequest): Apdu | undefined {
    this.gets.abort();
    this.sets.abort();
    this.actions.abort();
    const answer = this.accesses.handle(request);
    return wantsConfirmation(request) ? answer : undefined;
  }

  private serve(request: Apdu): Apdu {
    switch (request.kind) {
      case 'get-request':
      case 'get-request-next':
      case 'get-request-list':
        this.sets.abort();
        this.actions.abort();
        return this.gets.handle(request);
      case 'set-request':
      case 'set-request-list':
      case 'set-request-first-block':
      case 'set-request-list-first-block':
      case 'set-request-block':
        this.gets.abort();
        this.actions.abort();
        return this.sets.handle(request);
      case 'action-request':
      case 'action-request-list':
      case 'action-request-first-block':
      case 'action-request-list-first-block':
      case 'action-request-block':
      case 'action-request-next':
        this.gets.abort();
        this.sets.abort();
        return this.actions.handle(request);
      default:
        return notSupported;
    }
  }
}

/** The service that a request belongs to; `unknown` for what no client sends to an association. */
export function serviceOf(apdu: Apdu): Extract<ServiceKind, 'get' | 'set' | 'action' | 'unknown'> {
  if (apdu.kind.startsWith('get-request') || apdu.kind === 'read-request') return 'get';
  if (apdu.kind.startsWith('set-request') || apdu.kind === 'write-request') return 'set';
  return apdu.kind.startsWith('action-request') ? 'action' : 'unknown';
}
