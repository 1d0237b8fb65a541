import { enumeration } from './enumeration.js';

/** Administrative status of the meter (0.1.94.31.0.255). */
export const administrativeStatus = enumeration({ UNDEFINED: 0, OFF: 1, ON: 2 });

/** M-Bus client setup, attribute 14: how far the key of an M-Bus device got. */
export const mbusKeyStatus = enumeration({
  NO_ENCRYPTION_KEY: 0,
  ENCRYPTION_KEY_SET: 1,
  ENCRYPTION_KEY_TRANSFERRED: 2,
  ENCRYPTION_KEY_SET_AND_TRANSFERRED: 3,
  ENCRYPTION_KEY_IN_USE: 4,
});

/** Image transfer, attribute 6. */
export const imageTransferStatus = enumeration({
  NOT_INITIATED: 0,
  INITIATED: 1,
  VERIFICATION_INITIATED: 2,
  VERIFICATION_SUCCESSFUL: 3,
  VERIFICATION_FAILED: 4,
  ACTIVATION_INITIATED: 5,
  ACTIVATION_SUCCESSFUL: 6,
  ACTIVATION_FAILED: 7,
});

/** Mode of the GPRS connection in the configuration object of DSMR 4 and SMR 4. */
export const gprsOperationMode = enumeration({ ALWAYS_ON: 1, TRIGGERED: 2 });
