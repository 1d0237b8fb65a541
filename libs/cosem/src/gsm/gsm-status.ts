import { enumeration } from '../values/enumeration.js';

/** GSM diagnostic, attribute 3. */
export const modemRegistration = enumeration(
  {
    NOT_REGISTERED: 0,
    REGISTERED_HOME_NETWORK: 1,
    NOT_REGISTERED_CURRENT_SEARCH_OPERATOR_TO_REGISTER_TO: 2,
    REGISTRATION_DENIED: 3,
    UNKNOWN: 4,
    REGISTERED_ROAMING: 5,
    RESERVED: 6,
  },
  ['RESERVED'],
);

/** GSM diagnostic, attribute 4. */
export const circuitSwitchedStatus = enumeration({ INACTIVE: 0, INCOMING_CALL: 1, ACTIVE: 2, RESERVED: 3 }, ['RESERVED']);

/** GSM diagnostic, attribute 5; `LTE_CAT_M_18` is the public name of LTE Cat M1. */
export const packetSwitchedStatus = enumeration(
  { INACTIVE: 0, GPRS: 1, EDGE: 2, UMTS: 3, HSDPA: 4, LTE: 5, CDMA: 6, LTE_CAT_M_18: 7, LTE_NB_IOT: 8, RESERVED: 9 },
  ['RESERVED'],
);
