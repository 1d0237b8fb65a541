import { attribute, data } from './builders.js';
import type { CosemObject } from './profile.js';

/** Interface class 15 in the version that the profile's meters implement. */
export function associationLn(version: 0 | 1 | 3): CosemObject {
  return {
    tag: 'ASSOCIATION_LN',
    classId: 15,
    version,
    obis: '0.0.40.0.0.255',
    attributes: [
      attribute(2, 'object_list', 'array'),
      attribute(3, 'associated_partners_id', 'structure'),
      attribute(4, 'application_context_name', 'structure'),
      attribute(5, 'xdlms_context_info', 'structure'),
      attribute(6, 'authentication_mechanism_name', 'structure'),
      attribute(7, 'secret', 'octet-string', 'RW', 'SET_BY_CLIENT'),
      attribute(8, 'association_status', 'enum'),
      ...(version >= 1 ? [attribute(9, 'security_setup_reference', 'octet-string')] : []),
      ...(version >= 2 ? [attribute(10, 'user_list', 'array'), attribute(11, 'current_user', 'structure')] : []),
    ],
    methods: [{ id: 1, name: 'reply_to_hls_authentication' }],
  };
}

/** Interface class 64: security of the association, and key transfer. */
const securitySetup: CosemObject = {
  tag: 'SECURITY_SETUP',
  classId: 64,
  version: 0,
  obis: '0.0.43.0.0.255',
  attributes: [
    attribute(2, 'security_policy', 'enum'),
    attribute(3, 'security_suite', 'enum'),
    attribute(4, 'client_system_title', 'octet-string'),
    attribute(5, 'server_system_title', 'octet-string'),
  ],
  methods: [{ id: 2, name: 'global_key_transfer' }],
};

export const invocationCounterObis = '0.0.43.1.0.255';

/** The same in every profile. */
export const securityObjects: readonly CosemObject[] = [securitySetup, data('INVOCATION_COUNTER', invocationCounterObis, 'double-long-unsigned')];
