export { REQUEST_EXAMPLES } from './examples.js';
export { SECRET_FIELDS, type GivenSecret } from './normalise/add-device.js';
export * from './operation-names.js';
export * from './parse-request.js';
export * from './request-types.js';
export { DEVICE_IDENTIFICATION } from './requests/command-request.dto.js';
export { parseInstant } from './rules/instant.js';
export { InvalidRequestError, type FieldError } from './validate.js';
