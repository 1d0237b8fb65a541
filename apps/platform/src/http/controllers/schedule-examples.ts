/** Worked examples of what can be scheduled, for the documentation. */
export const EXAMPLES = {
  'daily reads of the day before': {
    value: {
      name: 'daily reads',
      operation: 'GetPeriodicMeterReads',
      data: { periodType: 'DAILY', beginDate: { relative: '-1d@00:00' }, endDate: { relative: '@00:00' } },
      options: { priority: 3, maxDelay: 14_400 },
      filter: { protocol: 'SMR 5.1', lifecycle: 'IN_USE' },
      cron: '15 1 * * *',
      timezone: 'Europe/Amsterdam',
      reason: 'billing',
    },
  },
  'clocks and events, every working day': {
    value: {
      name: 'clocks and events',
      operation: 'Bundle',
      data: {
        actions: [
          { operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } },
          {
            operation: 'FindEvents',
            data: { eventLogCategory: 'STANDARD_EVENT_LOG', from: { relative: '-3d@00:00' }, until: { relative: '@00:00' } },
          },
        ],
      },
      filter: {},
      cron: '0 4 * * MON-FRI',
      timezone: 'Europe/Amsterdam',
      missedRuns: 'skip',
    },
  },
  'the month before, of some meters': {
    value: {
      name: 'monthly reads',
      operation: 'GetPeriodicMeterReads',
      data: { periodType: 'MONTHLY', beginDate: { relative: '-1M@1T00:00' }, endDate: { relative: '@1T00:00' } },
      filter: { devices: ['TEST1024000000001', 'TEST1024000000002'] },
      cron: '30 2 1 * *',
      timezone: 'Europe/Amsterdam',
      missedRuns: 'all',
    },
  },
};
