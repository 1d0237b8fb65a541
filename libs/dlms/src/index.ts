export { DlmsError, type DlmsErrorCode, type DlmsErrorDetails } from './errors.js';

export type { Data, DataTypeName, NumberType, TypeDescription } from './axdr/data.js';
export { DATA_TAGS, dataTypeOfTag } from './axdr/data.js';
export { d } from './axdr/constructors.js';
export { decodeData } from './axdr/decode-data.js';
export { encodeData } from './axdr/encode-data.js';

export { encodeWrapper, WrapperParser, type WrapperFrame } from './wrapper/wrapper.js';

export * from './hdlc/index.js';
export type { FramedOptions, FramingOptions } from './framing/choose-framing.js';
export type { Parties, ServerFraming, ServerFramingEvent } from './framing/parties.js';
export { framingOf, serverFraming, type ServerFramingOptions } from './framing/server-framing.js';

export { formatObis, parseObis } from './cosem-types/obis.js';
export { decodeDateTime, encodeDateTime, type CosemDateTime } from './cosem-types/cosem-date-time.js';

export type { AccessItem, AccessRequest, AccessResponse } from './apdu/access.js';
export { decodeApdu, encodeApdu, type Apdu, type Notification } from './apdu/apdu.js';
export type { ActionOutcome, ActionRequest, ActionResponse } from './apdu/action.js';
export {
  decodeActionOutcome,
  decodeActionOutcomes,
  decodeGetResults,
  decodeValues,
  encodeActionOutcome,
  encodeActionOutcomes,
  encodeGetResults,
  encodeValues,
} from './apdu/block-contents.js';
export {
  CONFORMANCE_BITS,
  conformanceBits,
  conformanceOf,
  hasConformance,
  parseConformance,
  type Conformance,
  type ConformanceBit,
} from './apdu/conformance.js';
export type { AttributeRef, DataBlock, GetResult, MethodRef } from './apdu/descriptors.js';
export { SERVICE_ERROR_COUNTER, type ConfirmedServiceError, type ExceptionResponse } from './apdu/errors.js';
export { GENERAL_BLOCK_HEADER, type GeneralBlock } from './apdu/general-block.js';
export type { GetRequest, GetResponse } from './apdu/get.js';
export { VAA_NAME_LN, VAA_NAME_SN, type InitiateRequest, type InitiateResponse } from './apdu/initiate.js';
export { DEFAULT_INVOKE_ID, invokeIdOf, isConfirmed } from './apdu/invoke-id.js';
export { wantsConfirmation, type DataNotification, type DataNotificationConfirm, type EventNotification } from './apdu/notifications.js';
export { ACTION_RESULT, actionResultName, DATA_ACCESS_RESULT, dataAccessResultName } from './apdu/result-codes.js';
export { captureObjectData, captureObjectOf, type CaptureObject, type SelectiveAccess } from './apdu/selective-access.js';
export type { SetRequest, SetResponse } from './apdu/set.js';
export type { ReadResult, ShortNameApdu, VariableAccess, WriteResult } from './apdu/short-names.js';
export { APDU_TAG } from './apdu/tags.js';

export type { Aare } from './acse/aare.js';
export type { Aarq } from './acse/aarq.js';
export type { Release } from './acse/release.js';
export {
  APPLICATION_CONTEXT,
  ASSOCIATION_RESULT,
  DIAGNOSTIC,
  diagnosticName,
  MECHANISM,
  PROVIDER_DIAGNOSTIC,
  type RejectionReason,
} from './acse/names.js';

export { cipherFamily, familyFor, isCiphered, type CipherFamily } from './security/families.js';
export { cipherKey, CONTROL, type CipherKey } from './security/gcm.js';
export { hlsDigest, verifyHlsDigest, type DigestMechanism } from './security/hls-digest.js';
export { hlsProof, verifyHlsProof, type HlsProof } from './security/hls-gmac.js';
export { InvocationWindow } from './security/invocation-window.js';
export { unwrapKey, wrapKey } from './security/key-wrap.js';
export { protect, protectionOverhead, type Protection } from './security/protect.js';
export { parseCiphered, unprotect, type CipheredApdu, type ReceivingKey, type ReceivingKeys, type UnprotectedApdu } from './security/unprotect.js';

export { DlmsClient } from './client/client.js';
export type { ClientEvent } from './client/events.js';
export {
  DEFAULT_CONFORMANCE,
  SHORT_NAME_CONFORMANCE,
  type Authentication,
  type ClientOptions,
  type ClientSecurity,
  type ShortNameOf,
} from './client/options.js';
export type { AccessCall } from './client/access-exchange.js';
export type { MethodCall } from './client/action-exchange.js';
export type { Assignment } from './client/set-exchange.js';

export * from './server/index.js';
