import { ChildProgram } from './child-program.js';
import { freePort } from './ports.js';

export interface AddDeviceBody {
  readonly deviceIdentification: string;
  readonly data: { readonly device: Record<string, unknown>; readonly deviceModel: unknown; readonly overwrite: boolean };
}

export interface FleetProcess {
  readonly program: ChildProgram;
  readonly port: number;
  readonly controlUrl: string;
  /** Bodies of AddDevice for every meter. */
  devices(): Promise<readonly AddDeviceBody[]>;
  /** A call of the control interface. @throws when it is not answered with 2xx */
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
}

export interface FleetArguments {
  readonly profiles?: string;
  readonly base?: string;
  /** A connection on which nothing is said for so long is ended, ms; default: never. */
  readonly inactivityTimeout?: number;
  /** Every n-th meter has three phases. */
  readonly polyphase?: number;
  /** The only CPU core it may run on. */
  readonly core?: number;
}

/** A simulated fleet in a process of its own, on free ports. */
export async function startFleetProcess(
  meters: number,
  seed: number,
  { profiles = 'SMR5.1,DSMR4.2.2', base = '127.18.0.1', polyphase = 0, inactivityTimeout = 0, core }: FleetArguments = {},
): Promise<FleetProcess> {
  const port = await freePort();
  const controlPort = await freePort();
  const flags = { meters, profiles, base, polyphase, port, 'control-port': controlPort, 'inactivity-timeout': inactivityTimeout, seed };
  const program = new ChildProgram(
    'apps/simulator/src/main.js',
    Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
    {},
    core,
  );
  const controlUrl = `http://127.0.0.1:${controlPort}`;
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetch(`${controlUrl}${path}`, { method, ...content });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  await listening(program, controlUrl);
  return { program, port, controlUrl, control, devices: async () => control<readonly AddDeviceBody[]>('GET', '/devices.json') };
}

async function listening(program: ChildProgram, url: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && program.running) {
    const answer = await fetch(`${url}/meters?limit=1`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await program.stop();
  throw new Error(`the fleet did not start:\n${program.output.join('\n')}`);
}
