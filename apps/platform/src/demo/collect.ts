import type { ApiClient } from './api-client.js';
import { inParallel } from './in-parallel.js';
import type { Progress } from './progress.js';

const DAY = 86_400_000;
const WIDTH = 16;

/** One bundle per meter: set the clock, read the registers, a week of daily values and a month of events. */
export async function collectOnce(deviceIdentifications: readonly string[], now: number, api: ApiClient, progress: Progress): Promise<void> {
  const ago = (days: number): string => new Date(now - days * DAY).toISOString();
  const until = new Date(now).toISOString();
  const actions = [
    { operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } },
    { operation: 'GetActualMeterReads' },
    { operation: 'GetPeriodicMeterReads', data: { periodType: 'DAILY', beginDate: ago(7), endDate: until } },
    { operation: 'FindEvents', data: { eventLogCategory: 'STANDARD_EVENT_LOG', from: ago(30), until } },
  ];
  await inParallel(deviceIdentifications, WIDTH, async (deviceIdentification) => {
    const accepted = await api.post('/v1/commands/Bundle', { deviceIdentification, data: { actions } });
    progress.step(accepted.status === 202 && (await succeeded(String(accepted.body['correlationUid']), api)));
  });
}

async function succeeded(correlationUid: string, api: ApiClient): Promise<boolean> {
  const { body } = await api.get(`/v1/commands/${correlationUid}?wait=60`);
  const { actions = [] } = (body['response'] ?? {}) as { readonly actions?: readonly { readonly result: string }[] };
  return body['status'] === 'SUCCEEDED' && actions.length > 0 && actions.every(({ result }) => result === 'OK');
}
