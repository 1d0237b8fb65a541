import { isInstant } from '#cosem';
import type { CosemDateTime } from '#dlms';

import type { MeterZone } from './meter-zone.js';
import { ruleInstant } from './saving-rule.js';

/** What the clock object says about local time (attributes 3, 5, 6, 7 and 8). */
export interface ClockConfiguration {
  /** Minutes without daylight saving: UTC = local time + deviation. */
  readonly deviation: number;
  readonly savingBegin: CosemDateTime;
  readonly savingEnd: CosemDateTime;
  /** Minutes that clocks are ahead while daylight is saved. */
  readonly saving: number;
  readonly savingEnabled: boolean;
}

const minute = 60_000;
const savingActive = 0x80;

/** Local time as a client has configured it. */
export class ConfiguredZone implements MeterZone {
  /** @param name the calendar goes on in the zone that the meter came with */
  constructor(
    readonly name: string,
    private readonly configuration: ClockConfiguration,
  ) {}

  isDaylightSaving(ms: number): boolean {
    const { deviation, savingBegin, savingEnd, saving, savingEnabled } = this.configuration;
    if (!savingEnabled) return false;
    const year = new Date(ms - deviation * minute).getUTCFullYear();
    const begin = ruleInstant(savingBegin, year, deviation);
    const end = ruleInstant(savingEnd, year, deviation - saving);
    if (begin === undefined || end === undefined) return false;
    // South of the equator the year begins and ends in summer.
    return begin < end ? ms >= begin && ms < end : ms >= begin || ms < end;
  }

  write(ms: number): CosemDateTime {
    const saved = this.isDaylightSaving(ms);
    const deviation = this.configuration.deviation - (saved ? this.configuration.saving : 0);
    const local = new Date(ms - deviation * minute);
    return {
      year: local.getUTCFullYear(),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
      dayOfWeek: local.getUTCDay() === 0 ? 7 : local.getUTCDay(),
      hour: local.getUTCHours(),
      minute: local.getUTCMinutes(),
      second: local.getUTCSeconds(),
      hundredths: Math.floor(local.getUTCMilliseconds() / 10),
      deviation,
      status: saved ? savingActive : 0,
    };
  }

  read(time: CosemDateTime): number {
    if (!isInstant(time)) throw new RangeError('date-time is not fully specified');
    const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0, second = 0, hundredths = 0 } = time;
    const local = Date.UTC(year, month - 1, day, hour, minutes, second, hundredths * 10);
    if (time.deviation !== undefined) return local + time.deviation * minute;
    const { deviation, saving } = this.configuration;
    const summer = local + (deviation - saving) * minute;
    return this.isDaylightSaving(summer) ? summer : local + deviation * minute;
  }
}
