import { ServerAssociation, type ServerAuthentication } from '#dlms/server/index.js';

import { ClientObjects, type InjectedResult } from '../meter/client-objects.js';
import { llsPassword, systemTitle } from '../meter/identity.js';
import { newChallenge } from '../meter/key-store.js';
import type { Meter } from '../meter/meter.js';

export const publicClient = 16;
const managementClient = 1;

/**
 * The association of a meter for a client SAP: the management client as the meter is secured, the public one without
 * security. Undefined for clients that the meter does not know.
 */
export function meterAssociation(meter: Meter, clientSap: number, injected: InjectedResult): ServerAssociation | undefined {
  if (clientSap !== publicClient && clientSap !== managementClient) return undefined;
  const isPublic = clientSap === publicClient;
  const objects = new ClientObjects(meter, { sap: clientSap, isPublic }, injected);
  return new ServerAssociation({ authentication: isPublic ? { kind: 'none' } : authentication(meter), objects });
}

function authentication(meter: Meter): ServerAuthentication {
  const { index, security } = meter.identity;
  switch (security) {
    case 'none':
      return { kind: 'none' };
    case 'lls':
      return { kind: 'lls', password: Buffer.from(llsPassword, 'ascii') };
    case 'hls5':
      return {
        kind: 'hls5',
        systemTitle: systemTitle(index),
        keys: () => meter.keys.serverKeys,
        get keySwitch() {
          return meter.settings.keySwitch;
        },
        challenge: newChallenge,
      };
  }
}
