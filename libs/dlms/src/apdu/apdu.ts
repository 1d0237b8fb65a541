import { encodeAare, readAare, type Aare } from '../acse/aare.js';
import { encodeAarq, readAarq, type Aarq } from '../acse/aarq.js';
import { encodeRelease, readReleaseRequest, readReleaseResponse, type Release } from '../acse/release.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import { encodeAccess, readAccessRequest, readAccessResponse, type AccessRequest, type AccessResponse } from './access.js';
import {
  encodeActionRequest,
  encodeActionResponse,
  readActionRequest,
  readActionResponse,
  type ActionRequest,
  type ActionResponse,
} from './action.js';
import {
  encodeConfirmedServiceError,
  encodeExceptionResponse,
  readConfirmedServiceError,
  readExceptionResponse,
  type ConfirmedServiceError,
  type ExceptionResponse,
} from './errors.js';
import { encodeGeneralBlock, readGeneralBlock, type GeneralBlock } from './general-block.js';
import { encodeGetRequest, encodeGetResponse, readGetRequest, readGetResponse, type GetRequest, type GetResponse } from './get.js';
import {
  encodeInitiateRequest,
  encodeInitiateResponse,
  readInitiateRequest,
  readInitiateResponse,
  type InitiateRequest,
  type InitiateResponse,
} from './initiate.js';
import {
  encodeDataNotification,
  encodeDataNotificationConfirm,
  encodeEventNotification,
  readDataNotification,
  readDataNotificationConfirm,
  readEventNotification,
  type DataNotification,
  type DataNotificationConfirm,
  type EventNotification,
} from './notifications.js';
import { encodeSetRequest, encodeSetResponse, readSetRequest, readSetResponse, type SetRequest, type SetResponse } from './set.js';
import { encodeShortNameApdu, readShortNameApdu, type ShortNameApdu } from './short-names.js';
import { APDU_TAG } from './tags.js';

/** Every APDU that is not ciphered, told apart by `kind`. */
export type Apdu =
  | Aarq
  | Aare
  | Release
  | InitiateRequest
  | InitiateResponse
  | GetRequest
  | GetResponse
  | SetRequest
  | SetResponse
  | ActionRequest
  | ActionResponse
  | DataNotification
  | DataNotificationConfirm
  | EventNotification
  | GeneralBlock
  | AccessRequest
  | AccessResponse
  | ShortNameApdu
  | ExceptionResponse
  | ConfirmedServiceError;

/** What a server says unasked; the report belongs to short names. */
export type Notification = Extract<Apdu, { readonly kind: 'data-notification' | 'event-notification' | 'information-report' }>;

export function encodeApdu(apdu: Apdu): Buffer {
  switch (apdu.kind) {
    case 'aarq':
      return encodeAarq(apdu);
    case 'aare':
      return encodeAare(apdu);
    case 'rlrq':
    case 'rlre':
      return encodeRelease(apdu);
    case 'initiate-request':
      return encodeInitiateRequest(apdu);
    case 'initiate-response':
      return encodeInitiateResponse(apdu);
    case 'get-request':
    case 'get-request-next':
    case 'get-request-list':
      return encodeGetRequest(apdu);
    case 'get-response':
    case 'get-response-block':
    case 'get-response-list':
      return encodeGetResponse(apdu);
    case 'set-request':
    case 'set-request-first-block':
    case 'set-request-block':
    case 'set-request-list':
    case 'set-request-list-first-block':
      return encodeSetRequest(apdu);
    case 'set-response':
    case 'set-response-block':
    case 'set-response-last-block':
    case 'set-response-last-block-list':
    case 'set-response-list':
      return encodeSetResponse(apdu);
    case 'action-request':
    case 'action-request-next':
    case 'action-request-list':
    case 'action-request-first-block':
    case 'action-request-list-first-block':
    case 'action-request-block':
      return encodeActionRequest(apdu);
    case 'action-response':
    case 'action-response-block':
    case 'action-response-list':
    case 'action-response-next':
      return encodeActionResponse(apdu);
    case 'data-notification':
      return encodeDataNotification(apdu);
    case 'data-notification-confirm':
      return encodeDataNotificationConfirm(apdu);
    case 'general-block':
      return encodeGeneralBlock(apdu);
    case 'access-request':
    case 'access-response':
      return encodeAccess(apdu);
    case 'read-request':
    case 'read-response':
    case 'write-request':
    case 'write-response':
    case 'unconfirmed-write-request':
    case 'information-report':
      return encodeShortNameApdu(apdu);
    case 'event-notification':
      return encodeEventNotification(apdu);
    case 'exception-response':
      return encodeExceptionResponse(apdu);
    case 'confirmed-service-error':
      return encodeConfirmedServiceError(apdu);
  }
}

/**
 * Decodes one plain APDU and says where it ends; octets left over are the caller's to judge.
 * UNSUPPORTED for a tag that is none of ours (ciphered APDUs go through `unprotect` first), else MALFORMED or LIMIT.
 */
export function decodeApdu(bytes: Uint8Array): { value: Apdu; end: number } {
  const input = new ByteReader(bytes);
  const value = readApdu(input, input.u8());
  return { value, end: input.position };
}

function readApdu(input: ByteReader, tag: number): Apdu {
  switch (tag) {
    case APDU_TAG.getResponse:
      return readGetResponse(input);
    case APDU_TAG.getRequest:
      return readGetRequest(input);
    case APDU_TAG.setRequest:
      return readSetRequest(input);
    case APDU_TAG.setResponse:
      return readSetResponse(input);
    case APDU_TAG.actionRequest:
      return readActionRequest(input);
    case APDU_TAG.actionResponse:
      return readActionResponse(input);
    case APDU_TAG.initiateRequest:
      return readInitiateRequest(input);
    case APDU_TAG.initiateResponse:
      return readInitiateResponse(input);
    case APDU_TAG.confirmedServiceError:
      return readConfirmedServiceError(input);
    case APDU_TAG.exceptionResponse:
      return readExceptionResponse(input);
    case APDU_TAG.dataNotification:
      return readDataNotification(input);
    case APDU_TAG.dataNotificationConfirm:
      return readDataNotificationConfirm(input);
    case APDU_TAG.generalBlockTransfer:
      return readGeneralBlock(input);
    case APDU_TAG.accessRequest:
      return readAccessRequest(input);
    case APDU_TAG.accessResponse:
      return readAccessResponse(input);
    case APDU_TAG.readRequest:
    case APDU_TAG.readResponse:
    case APDU_TAG.writeRequest:
    case APDU_TAG.writeResponse:
    case APDU_TAG.unconfirmedWriteRequest:
    case APDU_TAG.informationReport:
      return readShortNameApdu(input, tag);
    case APDU_TAG.eventNotification:
      return readEventNotification(input);
    case APDU_TAG.aarq:
      return readAarq(input);
    case APDU_TAG.aare:
      return readAare(input);
    case APDU_TAG.rlrq:
      return readReleaseRequest(input);
    case APDU_TAG.rlre:
      return readReleaseResponse(input);
    default:
      throw new DlmsError('UNSUPPORTED', `APDU tag ${tag}`);
  }
}
