import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EXIT, StartError } from '../run/start-up.js';

export interface FleetOptions {
  readonly meters: number;
  /** 0 for a free one. */
  readonly port: number;
  readonly controlPort: number;
}

export interface FleetProcess {
  /** Base URL of the control interface. */
  readonly control: string;
  /** Resolves when the process has ended, whatever the reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const READY = 'Simulator ready ';
/** Where the applications were built to. */
const BUILT = new URL('../../../', import.meta.url);
const LONGEST_STOP = 2_000;

/** Starts the simulated fleet as a process of its own. @throws StartError when it does not come up, for instance because a port is taken */
export async function startFleetProcess({ meters, port, controlPort }: FleetOptions, built: URL = BUILT): Promise<FleetProcess> {
  const args = ['--meters', meters, '--port', port, '--control-port', controlPort].map(String);
  const program = fileURLToPath(new URL('simulator/src/main.js', built));
  const endWithParent = new URL('platform/src/demo/end-with-parent.js', built).href;
  const child = fork(program, args, { execArgv: ['--import', endWithParent], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const ended = once(child, 'exit').then(() => undefined);
  const complaints: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const control = await Promise.race([readyLine(child), ended.then(() => undefined)]);
  if (control === undefined) throw new StartError(EXIT.cannotOpen, fleetFailure(complaints.join('').trim(), port, controlPort));
  return { control, ended, stop: () => stopChild(child, ended) };
}

/** Control URL of the fleet's ready line; undefined when the output ends without one. Goes on reading, so that the child never waits for us. */
function readyLine({ stdout }: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (stdout === null) return resolve(undefined);
    const lines = createInterface({ input: stdout });
    lines.on('line', (line) => {
      if (line.startsWith(READY)) resolve((JSON.parse(line.slice(READY.length)) as { readonly control: string }).control);
    });
    lines.on('close', () => resolve(undefined));
  });
}

function fleetFailure(complaint: string, port: number, controlPort: number): string {
  if (complaint.includes('EADDRINUSE'))
    return `the simulated fleet needs the ports ${port} (METERLOG_SIM_PORT) and ${controlPort} (METERLOG_SIM_CONTROL_PORT), and one of them is in use`;
  return `the simulated fleet did not start: ${complaint.split('\n', 1)[0] || 'it ended at once'}`;
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([ended, wait(LONGEST_STOP, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}
