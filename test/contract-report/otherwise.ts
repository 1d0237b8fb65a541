import { CommandViewDto, DeviceViewDto } from '#contract/dto/index.js';

/** How an exchange is offered that is no operation on a device. */
export interface Otherwise {
  readonly dto: string;
  readonly handler: string;
  readonly test: string;
  /** One that is served, or `webhook`: the platform calls. */
  readonly route: string;
}

export const OTHERWISE: Readonly<Record<string, Otherwise>> = {
  GetDevices: {
    dto: DeviceViewDto.name,
    handler: 'apps/platform/src/http/controllers/devices.controller.ts',
    test: 'apps/platform/src/http/devices.e2e.spec.ts',
    route: 'GET /v1/devices',
  },
  DeleteResponseData: {
    dto: CommandViewDto.name,
    handler: 'apps/platform/src/commands/end-command.handlers.ts',
    test: 'apps/platform/src/http/commands.e2e.spec.ts',
    route: 'DELETE /v1/commands/:correlationUid/response',
  },
  SendNotification: {
    dto: 'message of the webhook',
    handler: 'apps/platform/src/notifications/http-webhook-sender.ts',
    test: 'test/webhooks/webhooks.e2e.spec.ts',
    route: 'webhook',
  },
};
