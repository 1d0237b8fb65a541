import type { EventLogCategory } from '../enumerations.js';
import type { AlarmType } from '../meter-enumerations.js';

export interface FindEventsQuery {
  readonly eventLogCategory: EventLogCategory;
  readonly from: string;
  readonly until: string;
}

export interface FindEventsData {
  readonly queries: readonly FindEventsQuery[];
}

export interface MeterEvent {
  readonly timestamp: string;
  readonly eventCode: number;
  readonly eventType: string;
  readonly eventLogCategory: EventLogCategory;
  readonly eventCounter?: number;
  readonly eventDetails?: readonly { readonly name: string; readonly value: string }[];
}

export interface MeterEvents {
  readonly events: readonly MeterEvent[];
}

/** Alarms that were raised, register by register; bits without a meaning are left out. */
export interface AlarmRegisterContent {
  readonly alarmTypes: readonly AlarmType[];
}
