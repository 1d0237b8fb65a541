import type { ProtocolProfile } from '#cosem';
import { dataAccessResultName, type ClientOptions } from '#dlms';
import { SessionSetupError } from '../faults/fault-error.js';
import type { TcpTarget } from '../transport/tcp-connection.js';
import type { Dialler } from './dialler.js';

/** Client SAP of the public client: no authentication, no security. */
const PUBLIC_CLIENT = 16;

/**
 * Reads the meter's invocation counter over a connection of its own, as public client.
 * @returns the last number that the meter accepted, or (some meters) the one it expects
 * @throws SessionSetupError, TransportError, DlmsError
 */
export async function readInvocationCounter(dialler: Dialler, target: TcpTarget, profile: ProtocolProfile, serverSap: number): Promise<number> {
  const obis = profile.invocationCounter?.obis;
  if (obis === undefined) throw new SessionSetupError(416, `protocol ${profile.name} ${profile.version} has no invocation counter object`);
  const options: ClientOptions = { clientSap: PUBLIC_CLIENT, serverSap, authentication: { kind: 'none' } };
  const association = await dialler.associate('public', target, options);
  const [result] = await association.get([{ classId: 1, obis, attribute: 2 }]);
  await association.release();
  if (result?.ok !== true) {
    const reason = result === undefined ? 'no answer' : dataAccessResultName(result.result);
    throw new SessionSetupError(412, `the invocation counter could not be read: ${reason}`);
  }
  if (result.data.type !== 'double-long-unsigned') throw new SessionSetupError(412, `the invocation counter is no number but ${result.data.type}`);
  return result.data.value;
}
