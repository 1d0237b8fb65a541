import 'reflect-metadata';
import { AcceptOperationCommand } from '../../../apps/platform/src/commands/accept-operation.command.js';
import { AcceptOperationHandler } from '../../../apps/platform/src/commands/accept-operation.handler.js';
import type { Platform } from '../../../apps/platform/src/composition/platform.js';
import { parseRequest } from '#contract/dto/index.js';

const PRINCIPAL = { organisation: 'operations', application: 'bench' };

/** Options as a client writes them. */
export interface GivenOptions {
  readonly scheduleTime?: string;
  readonly priority?: number;
}

/** Accepts a command as the platform does when its JSON has been read. Answers the correlation uid. */
export type Acceptor = (deviceIdentification: string, options: GivenOptions) => Promise<string>;

export function acceptorOf(platform: Platform): Acceptor {
  const handler = new AcceptOperationHandler(platform);
  return async (deviceIdentification, options) => {
    const request = parseRequest('GetActualMeterReads', { deviceIdentification, options });
    const { correlationUid } = await handler.execute(new AcceptOperationCommand(request, PRINCIPAL, undefined));
    return correlationUid;
  };
}
