import { ACTION_RESULT, d } from '#dlms';

import { systemTitle } from '../identity.js';
import type { ObjectBehaviour } from './object-behaviour.js';

const authenticatedAndEncrypted = 3;

/** Interface class 64: policy as the meter is secured, and global key transfer, which changes the keys in use. */
export const securitySetupBehaviour: ObjectBehaviour = {
  read({ identity }, _, attribute) {
    if (attribute === 2) return d.enumeration(identity.security === 'hls5' ? authenticatedAndEncrypted : 0);
    return attribute === 5 ? d.octets(systemTitle(identity.index)) : undefined;
  },
  methods: {
    2: (meter, _, parameter) => (meter.keys.transfer(parameter) ? ACTION_RESULT.success : ACTION_RESULT['other-reason']),
  },
};
