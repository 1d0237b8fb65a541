import { profiles } from '#cosem';

import { ChildProgram } from '../support/child-program.js';

export const framings = ['wrapper', 'hdlc'] as const;
export const securityLevels = ['none', 'lls', 'hls5'] as const;

export type Framing = (typeof framings)[number];
export type SecurityLevel = (typeof securityLevels)[number];

/** Names that the fleet takes for `--profiles`. */
export const profileNames: readonly string[] = profiles.map(({ name, version }) => name + version);

/** What the control interface tells of a meter, as far as a client needs it. */
export interface FleetMeter {
  readonly deviceIdentification: string;
  readonly address: string;
  readonly port: number;
  readonly protocolName: string;
  readonly protocolVersion: string;
  readonly polyphase: boolean;
  readonly security: SecurityLevel;
  readonly llsPassword?: string;
  readonly keys: { readonly encryptionKey: string; readonly authenticationKey: string; readonly masterKey: string };
  /** ISO 8601. */
  readonly clock: { readonly at: string };
}

export interface JournalEntry {
  readonly service: string;
  readonly classId: number;
  readonly obis: string;
  readonly index: number;
  readonly result: number;
}

export interface InteropFleet {
  readonly framing: Framing;
  /** A meter of every profile at every security level, every other one with three phases. */
  readonly meters: readonly FleetMeter[];
  /** What clients wrote and invoked. */
  journal(meter: FleetMeter): Promise<readonly JournalEntry[]>;
  stop(): Promise<void>;
}

const bases: Readonly<Record<Framing, string>> = { wrapper: '127.77.0.1', hdlc: '127.77.1.1' };
const ready = 'Simulator ready ';

/** Starts the fleet as a process of its own, its clocks stopped, so that a value that is read twice is the same. */
export async function startInteropFleet(framing: Framing): Promise<InteropFleet> {
  const meters = profileNames.length * securityLevels.length;
  const lists = ['--profiles', profileNames.join(','), '--security', securityLevels.join(',')];
  const place = ['--framing', framing, '--base', bases[framing], '--port', '0', '--control-port', '0'];
  const program = new ChildProgram('apps/simulator/src/main.js', ['--meters', String(meters), '--polyphase', '2', ...lists, ...place]);
  const line = await program.line((text) => text.startsWith(ready));
  const { control } = JSON.parse(line.slice(ready.length)) as { readonly control: string };
  await answer(`${control}/clock`, { method: 'PUT', body: '{"rate":0}', headers: { 'content-type': 'application/json' } });
  const list = await answer<{ readonly items: readonly FleetMeter[] }>(`${control}/meters?limit=${meters}`);
  const one = async <T>(meter: FleetMeter, part = ''): Promise<T> => answer<T>(`${control}/meters/${meter.deviceIdentification}${part}`);
  return {
    framing,
    meters: await Promise.all(list.items.map(async (meter) => one<FleetMeter>(meter))),
    journal: async (meter) => (await one<{ readonly items: readonly JournalEntry[] }>(meter, '/journal')).items,
    stop: async () => program.stop(),
  };
}

async function answer<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
