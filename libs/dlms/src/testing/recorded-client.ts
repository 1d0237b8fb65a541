import { decodeApdu } from '../apdu/apdu.js';
import { parseConformance } from '../apdu/conformance.js';
import type { DlmsClient } from '../client/client.js';
import type { ClientOptions } from '../client/options.js';
import { hex } from './hex.js';
import { counterFrom, hls5Options } from './peer.js';
import { vectors, type RecordedSession } from './vectors.js';

const { recorded } = vectors;

/** The settings that the recorded client had. */
const settings: Readonly<Record<string, { counter: number; conformance: string; dedicated?: boolean }>> = {
  'service-specific global ciphering': { counter: 1, conformance: '001E5D' },
  'dedicated key': { counter: 0x64, conformance: '001E5D', dedicated: true },
  'general-protection negotiated (general-glo-ciphering)': { counter: 0xc8, conformance: '401E5D' },
  'stale invocation counter': { counter: 5, conformance: '001E5D' },
};

export function optionsOf(session: RecordedSession): ClientOptions {
  const { counter, conformance, dedicated } = settings[session.name] ?? { counter: 0, conformance: '000000' };
  const dedicatedKey = dedicated === true ? { dedicatedKey: hex(recorded.keys.dedicated) } : {};
  return hls5Options({ nextInvocationCounter: counterFrom(counter), ...dedicatedKey }, { conformance: parseConformance(conformance) });
}

/** Calls the client the way the recorded one was called; undefined where the frame follows from the previous answer. */
export function request(client: DlmsClient, plain: string): Uint8Array | undefined {
  const apdu = decodeApdu(hex(plain)).value;
  switch (apdu.kind) {
    case 'initiate-request':
      return client.associate();
    case 'get-request':
      return client.get([apdu.attribute]);
    case 'get-request-list':
      return client.get(apdu.attributes);
    case 'set-request':
      return client.set(apdu.attribute, apdu.data);
    case 'action-request':
      return client.ready ? client.action(apdu.method, apdu.parameter) : undefined;
    default:
      return undefined;
  }
}
