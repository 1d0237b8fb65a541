import type { DeviceFilter, DeviceView, ItemPage, PageRequest } from '#projections';
import type { ScheduledRequest, ScheduleOptions } from './schedule-events.js';

/** What an occurrence asks for, in the form of a client's request: relative times are resolved. */
export interface RequestForm {
  readonly operation: string;
  readonly data: unknown;
  readonly options: Omit<ScheduleOptions, 'maxDelay'> & { readonly scheduleTime: string; readonly maxScheduleTime?: string };
}

/** The request in the terms of the domain. Throws what the platform throws at a client whose request breaks the contract. */
export type RequestReader = (form: RequestForm) => ScheduledRequest;

/** The registered devices, by identification. */
export interface DeviceList {
  list(filter: DeviceFilter, page: PageRequest): Promise<ItemPage<Pick<DeviceView, 'deviceIdentification' | 'deviceType'>>>;
}

/** Commands that the read model knows. */
export interface KnownCommands {
  get(correlationUid: string): Promise<object | undefined>;
}

/** For metrics. */
export interface ScheduleObserver {
  /** A schedule had a command accepted. */
  accepted(operation: string): void;
}
