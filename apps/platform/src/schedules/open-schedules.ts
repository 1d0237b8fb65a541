import { Schedules, type SchedulesOptions } from '#orchestration';
import { readScheduledRequest } from './read-request.js';

/** Schedules whose requests are read as those of clients are. */
export async function openSchedules(environment: Omit<SchedulesOptions, 'read'>): Promise<Schedules> {
  return Schedules.open({ ...environment, read: readScheduledRequest });
}
