import type { DeviceEventData } from './events/index.js';
import type { RecordedDeviceEvent } from './events/recorded.js';
import type { Contact, DeviceState } from './state.js';

/** Folds what is known of how well a device can be reached. */
export function evolveContact(state: DeviceState, event: RecordedDeviceEvent): DeviceState {
  switch (event.type) {
    case 'CircuitOpened':
      return { ...state, contact: { ...state.contact, circuit: { until: Date.parse(event.data.until) } } };
    case 'CircuitClosed':
      return { ...state, contact: closed(state.contact, event.data, event.recordedAt) };
    case 'ContactSummarised':
      return { ...state, contact: withoutTally(state.contact) };
    case 'AttemptFailed':
      return { ...state, contact: afterFailure(state.contact, event.data, event.recordedAt) };
    default:
      return state;
  }
}

/** An attempt got through. */
export function afterSuccess(contact: Contact, recordedAt: string): Contact {
  const { tally } = contact;
  const counted = tally === undefined ? {} : { tally: { ...tally, attempts: tally.attempts + 1 } };
  return { ...contact, lastContact: recordedAt, failedConnections: 0, ...counted };
}

/** With a source, the device was heard without that we called it. */
function closed({ circuit: _over, ...contact }: Contact, { source }: DeviceEventData<'CircuitClosed'>, recordedAt: string): Contact {
  return { ...contact, failedConnections: 0, ...(source === undefined ? {} : { lastContact: recordedAt }) };
}

function afterFailure(contact: Contact, data: DeviceEventData<'AttemptFailed'>, recordedAt: string): Contact {
  if (data.reached === true) return afterSuccess(contact, recordedAt);
  const { code, type, message } = data;
  if (!isConnectionCode(code)) return contact;
  const { from, attempts, failures, codes } = contact.tally ?? { from: recordedAt, attempts: 0, failures: 0, codes: {} };
  return {
    ...contact,
    lastFailure: recordedAt,
    lastFault: { code, type, message },
    failedConnections: contact.failedConnections + 1,
    tally: { from, attempts: attempts + 1, failures: failures + 1, codes: { ...codes, [code]: (codes[code] ?? 0) + 1 } },
  };
}

const withoutTally = ({ tally: _told, ...contact }: Contact): Contact => contact;

/** Codes of the contract that say that no usable association came about. */
export function isConnectionCode(code: number): boolean {
  return (code >= 211 && code <= 214) || (code >= 223 && code <= 234);
}
