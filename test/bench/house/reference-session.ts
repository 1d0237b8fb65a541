const DAY = 86_400_000;
const QUARTER = 900_000;

/** Data of the bundle that is carried out as a reference session: the daily profile, and the quarters of the day that began `daysBack` days ago. */
export function referenceSession(now: number, daysBack: number): object {
  const midnight = (Math.floor(now / DAY) - daysBack + 1) * DAY;
  const iso = (at: number): string => new Date(at).toISOString();
  const interval = { periodType: 'INTERVAL', beginDate: iso(midnight - DAY), endDate: iso(midnight - QUARTER) };
  const daily = { periodType: 'DAILY', beginDate: iso(midnight - 2 * DAY), endDate: iso(midnight) };
  return {
    actions: [
      { operation: 'GetPeriodicMeterReads', data: daily },
      { operation: 'GetPeriodicMeterReads', data: interval },
    ],
  };
}
