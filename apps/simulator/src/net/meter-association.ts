import { ServerAssociation } from '#dlms/server/index.js';

import { ClientObjects, type InjectedResult } from '../meter/client-objects.js';
import { systemTitle } from '../meter/identity.js';
import { newChallenge } from '../meter/key-store.js';
import type { Meter } from '../meter/meter.js';

export const publicClient = 16;
const managementClient = 1;

/**
 * The association of a meter for a client SAP: the management client with HLS 5 and ciphering, the public one without
 * security. Undefined for clients that the meter does not know.
 */
export function meterAssociation(meter: Meter, clientSap: number, injected: InjectedResult): ServerAssociation | undefined {
  if (clientSap !== publicClient && clientSap !== managementClient) return undefined;
  const isPublic = clientSap === publicClient;
  const objects = new ClientObjects(meter, { sap: clientSap, isPublic }, injected);
  if (isPublic) return new ServerAssociation({ authentication: { kind: 'none' }, objects });
  return new ServerAssociation({
    authentication: {
      kind: 'hls5',
      systemTitle: systemTitle(meter.identity.index),
      keys: () => meter.keys.serverKeys,
      keySwitch: meter.identity.profile.keySwitch,
      challenge: newChallenge,
    },
    objects,
  });
}
