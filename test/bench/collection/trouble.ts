import { inParallel } from '../../../apps/platform/src/demo/in-parallel.js';
import type { AddDeviceBody, FleetProcess } from '../../support/fleet-process.js';
import { freePort } from '../../support/ports.js';

/** Every so many meters one cannot be reached, or has a fault. */
const UNREACHABLE_EVERY = 10;
const FAULTY_EVERY = 100;
const AT_ONCE = 16;
/** Faults that another attempt may get over. */
const FAULTS = [
  { kind: 'refuse', probability: 0.5 },
  { kind: 'drop-after-pdus', afterPdus: 3, probability: 0.5 },
  { kind: 'temporary-failure', onService: 'get', probability: 0.3 },
  { kind: 'garbage', probability: 0.3 },
] as const;

/** The meters of a fleet as AddDevice requests, some with a port where nobody listens; some of the others have faults from now on. */
export async function makeTrouble(fleet: FleetProcess): Promise<readonly AddDeviceBody[]> {
  const devices = await fleet.devices();
  const closed = await freePort();
  const faulty = devices.flatMap((device, index) => (index % FAULTY_EVERY === 1 ? [{ ...device, seed: index }] : []));
  await inParallel(faulty, AT_ONCE, async ({ deviceIdentification, seed }) => {
    const fault = FAULTS[Math.floor(seed / FAULTY_EVERY) % FAULTS.length];
    await fleet.control('PUT', `/meters/${deviceIdentification}/faults`, { seed, faults: [fault] });
  });
  return devices.map((body, index) => (index % UNREACHABLE_EVERY === 0 ? withPort(body, closed) : body));
}

function withPort({ data, ...body }: AddDeviceBody, port: number): AddDeviceBody {
  return { ...body, data: { ...data, device: { ...data.device, port } } };
}
