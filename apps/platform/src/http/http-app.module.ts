import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { OPERATIONS, type OperationName } from '#contract';
import { AcceptOperationHandler } from '../commands/accept-operation.handler.js';
import { BulkActHandler } from '../commands/bulk/bulk-act.handler.js';
import { ActOnWaitingHandler } from '../commands/act-on-waiting.handler.js';
import { CancelHandler, DeleteResponseHandler } from '../commands/end-command.handlers.js';
import type { Platform } from '../composition/platform.js';
import { GetCommandHandler } from '../queries/get-command.handler.js';
import { RightsGuard } from './access/rights-guard.js';
import { AuthorizationsController } from './controllers/authorizations.controller.js';
import { CheckpointsController } from './controllers/checkpoints.controller.js';
import { CommandsBatchController } from './controllers/commands-batch.controller.js';
import { CommandsBulkController } from './controllers/commands-bulk.controller.js';
import { CommandsController } from './controllers/commands.controller.js';
import { CommandsWaitingController } from './controllers/commands-waiting.controller.js';
import { DeviceDataController } from './controllers/device-data.controller.js';
import { DevicesController } from './controllers/devices.controller.js';
import { LimitsController } from './controllers/limits.controller.js';
import { operationController, OperationIntake, OtherOperationsController } from './controllers/operation-routes.js';
import { NotificationsController } from './controllers/notifications.controller.js';
import { OrganisationsController } from './controllers/organisations.controller.js';
import { OwnCommand } from './controllers/own-command.js';
import { ProjectionsController } from './controllers/projections.controller.js';
import { ProofController } from './controllers/proof.controller.js';
import { SchedulesController } from './controllers/schedules.controller.js';
import { StreamController } from './controllers/stream.controller.js';
import { SystemController } from './controllers/system.controller.js';
import { PLATFORM } from './tokens.js';

/** Everything that is served over HTTP. */
export const CONTROLLERS = [
  ...(Object.keys(OPERATIONS) as OperationName[]).map(operationController),
  OtherOperationsController,
  CommandsController,
  CommandsBatchController,
  CommandsBulkController,
  CommandsWaitingController,
  DevicesController,
  DeviceDataController,
  ProofController,
  CheckpointsController,
  AuthorizationsController,
  LimitsController,
  NotificationsController,
  OrganisationsController,
  ProjectionsController,
  SchedulesController,
  StreamController,
  SystemController,
];

@Module({})
export class HttpAppModule {
  static on(platform: Platform, logger: Logger): DynamicModule {
    return {
      module: HttpAppModule,
      global: true,
      imports: [CqrsModule.forRoot(), LoggerModule.forRoot({ pinoHttp: { logger, autoLogging: false, quietReqLogger: true } })],
      controllers: platform.roles.has('api') ? CONTROLLERS : [SystemController],
      providers: [
        { provide: PLATFORM, useValue: platform },
        { provide: APP_GUARD, useClass: RightsGuard },
        OperationIntake,
        OwnCommand,
        AcceptOperationHandler,
        ActOnWaitingHandler,
        BulkActHandler,
        CancelHandler,
        DeleteResponseHandler,
        GetCommandHandler,
      ],
    };
  }
}
