import type { Weekday } from '../meter-enumerations.js';

export interface SpecialDay {
  /** COSEM date, 5 octets in lower-case hex; wildcards allowed. */
  readonly specialDayDate: string;
  readonly dayId: number;
}

export interface SetSpecialDaysData {
  readonly specialDays: readonly SpecialDay[];
}

export interface DayAction {
  /** COSEM time, 4 octets in lower-case hex. */
  readonly startTime: string;
  /** Of the tariff script table. */
  readonly scriptSelector: number;
}

export interface DayProfile {
  readonly dayId: number;
  readonly daySchedule: readonly DayAction[];
}

export type WeekProfile = { readonly weekProfileName: string } & { readonly [D in Weekday]: DayProfile };

export interface Season {
  readonly seasonProfileName: string;
  /** COSEM date-time, 12 octets in lower-case hex; wildcards allowed. */
  readonly seasonStart: string;
  readonly weekProfile: WeekProfile;
}

export interface ActivityCalendar {
  readonly calendarName: string;
  /** COSEM date-time in hex; all wildcards, or the past: at once. */
  readonly activatePassiveCalendarTime: string;
  readonly seasonProfile: readonly Season[];
}

export interface SetActivityCalendarData {
  readonly activityCalendar: ActivityCalendar;
}
