export { clientAddress, serverAddress, type HdlcAddress } from './address.js';
export { HdlcClientLink, type HdlcClientOptions } from './client-link.js';
export type { HdlcControl, UnnumberedKind } from './control.js';
export { checkSequence } from './fcs.js';
export { decodeFrame, encodeFrame, type HdlcFrame } from './frame.js';
export { FrameParser } from './frame-parser.js';
export type { HdlcEvent } from './link-events.js';
export { DEFAULT_PARAMETERS, type HdlcParameters } from './parameters.js';
export { HdlcServerLink, type HdlcServerOptions } from './server-link.js';
