import type { ApiClient } from './api-client.js';
import { inParallel } from './in-parallel.js';
import type { Progress } from './progress.js';

/** An AddDevice request as the fleet offers it. */
export interface FleetDevice {
  readonly deviceIdentification: string;
  readonly data: { readonly device: { readonly networkAddress: string; readonly port: number }; readonly [more: string]: unknown };
}

const WIDTH = 8;

/** The fleet's meters as AddDevice requests. */
export async function fleetDevices(control: string, signal: AbortSignal): Promise<readonly FleetDevice[]> {
  const response = await fetch(`${control}/devices.json`, { signal });
  if (!response.ok) throw new Error(`the simulated fleet answers ${response.status} for its devices`);
  return (await response.json()) as readonly FleetDevice[];
}

/** Registers the meters that are not yet; one that has another address by now is registered anew. */
export async function registerFleet(devices: readonly FleetDevice[], api: ApiClient, progress: Progress): Promise<void> {
  await inParallel(devices, WIDTH, async (device) => progress.step(await register(device, api)));
}

async function register(device: FleetDevice, api: ApiClient): Promise<boolean> {
  const known = await api.get(`/v1/devices/${encodeURIComponent(device.deviceIdentification)}`);
  const { networkAddress, port } = device.data.device;
  if (known.status === 200 && known.body['networkAddress'] === networkAddress && known.body['port'] === port) return true;
  const accepted = await api.post('/v1/commands/AddDevice', { ...device, data: { ...device.data, overwrite: known.status === 200 } });
  if (accepted.status !== 202) return false;
  const ended = await api.get(`/v1/commands/${String(accepted.body['correlationUid'])}?wait=60`);
  return ended.body['status'] === 'SUCCEEDED';
}
