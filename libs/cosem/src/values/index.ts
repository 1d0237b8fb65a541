/** Enumerations, scalers, and the error of all decoders. */
export { CosemValueError } from './cosem-value-error.js';
export type { Enumeration } from './enumeration.js';
export { decodeScalerUnit, encodeScalerUnit, formatMeasured } from './scaler-unit.js';
export { administrativeStatus, gprsOperationMode, imageTransferStatus, mbusKeyStatus } from './small-enumerations.js';
