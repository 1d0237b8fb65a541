import { createHash } from 'node:crypto';
import { canonicalJson, uuidv5 } from '#event-sourcing';
import type { RequestForm } from './ports.js';
import type { ScheduledRequest, ScheduleDefinition } from './schedule-events.js';
import { resolveRelative } from './time/relative-time.js';

/** What the occurrence at this instant (epoch ms) asks for. @throws ScheduleFaultError */
export function requestFormOf({ operation, data, options, timezone }: ScheduleDefinition, at: number): RequestForm {
  const { maxDelay, ...rest } = options;
  const scheduleTime = new Date(at).toISOString();
  const latest = maxDelay === undefined ? {} : { maxScheduleTime: new Date(at + maxDelay * 1_000).toISOString() };
  return { operation, data: resolveRelative(data, at, timezone), options: { ...rest, scheduleTime, ...latest } };
}

/** Of an occurrence's command for a device: asked again, it is the same command. @param at epoch ms */
export function commandUidOf(scheduleId: string, at: number, deviceIdentification: string): string {
  return uuidv5(scheduleId, `${new Date(at).toISOString()}/${deviceIdentification}`);
}

/** Tells the same request from another one under the same uid. */
export function requestHashOf(request: ScheduledRequest, deviceIdentification: string): string {
  return createHash('sha256')
    .update(canonicalJson({ ...request, deviceIdentification }))
    .digest('hex');
}
