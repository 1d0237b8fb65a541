import type { FaultCode } from '#contract';
import { fault, type Fault } from '#contract';
import type { RecordContact } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { circuitPause, type CircuitPolicy } from '../policy.js';
import { CommandRefusedError } from '../refusal.js';
import type { DeviceState } from '../state.js';

const DAY = 86_400_000;

/** The device was heard: what waits for it need not wait any longer. */
export function decideContact({ source }: RecordContact, state: DeviceState): readonly DeviceEvent[] {
  return closed(state, { source });
}

/** What an attempt that got through changes. */
export function closed({ contact }: DeviceState, data: { readonly source?: string } = {}): readonly DeviceEvent[] {
  return contact.circuit === undefined ? [] : [{ type: 'CircuitClosed', data }];
}

/** What an attempt that could not connect changes. */
export function failedToConnect({ contact }: DeviceState, now: number, policy: CircuitPolicy): readonly DeviceEvent[] {
  const failures = contact.failedConnections + 1;
  const pause = circuitPause(policy, failures);
  return pause === undefined ? [] : [{ type: 'CircuitOpened', data: { until: new Date(now + pause).toISOString(), failures } }];
}

/** Attempts since the first failure, told once that is a day ago. */
export function summary({ contact: { tally } }: DeviceState, now: number): readonly DeviceEvent[] {
  if (tally === undefined || now - Date.parse(tally.from) < DAY) return [];
  const { from, attempts, failures, codes } = tally;
  return [{ type: 'ContactSummarised', data: { from, to: new Date(now).toISOString(), attempts, failures, codes } }];
}

/**
 * The fault of a command that is due while the circuit is open and by policy does not wait for it; undefined when the circuit is no obstacle.
 * @throws CommandRefusedError CIRCUIT_OPEN when the command is to wait
 */
export function faultOfCircuit({ contact }: DeviceState, now: number, policy: CircuitPolicy): Fault | undefined {
  const { circuit, lastFault } = contact;
  if (circuit === undefined || now >= circuit.until || policy.failures === Infinity) return undefined;
  if (policy.whileOpen === 'wait') {
    const until = new Date(circuit.until).toISOString();
    throw new CommandRefusedError('CIRCUIT_OPEN', `the device could not be reached: it is left alone until ${until}`, { until: circuit.until });
  }
  return fault((lastFault?.code ?? 211) as FaultCode, lastFault?.message ?? 'the device could not be reached', 'PROTOCOL_DLMS');
}
