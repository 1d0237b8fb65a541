import { APDU_TAG } from '../apdu/tags.js';

/**
 * How an APDU is wrapped: with a tag of its own service (glo, ded) or a general tag; under the global or the dedicated key.
 * Green Book: glo 21..38, C8..CF; ded 41..58, D0..D7; general-glo DB; general-ded DC.
 */
export type CipherFamily = 'glo' | 'ded' | 'general-glo' | 'general-ded';

export const GENERAL_GLO = 0xdb;
export const GENERAL_DED = 0xdc;

const LOW_TAGS = [
  APDU_TAG.initiateRequest,
  APDU_TAG.readRequest,
  APDU_TAG.writeRequest,
  APDU_TAG.initiateResponse,
  APDU_TAG.readResponse,
  APDU_TAG.writeResponse,
  APDU_TAG.confirmedServiceError,
  APDU_TAG.unconfirmedWriteRequest,
  APDU_TAG.informationReport,
];
const SERVICE_TAGS = [
  APDU_TAG.getRequest,
  APDU_TAG.setRequest,
  APDU_TAG.eventNotification,
  APDU_TAG.actionRequest,
  APDU_TAG.getResponse,
  APDU_TAG.setResponse,
  APDU_TAG.actionResponse,
];

interface ServiceTag {
  readonly family: 'glo' | 'ded';
  readonly plain: number;
}

const byCiphered = new Map<number, ServiceTag>();
const gloOf = new Map<number, number>();
const dedOf = new Map<number, number>();

function register(plain: number, glo: number, ded: number): void {
  gloOf.set(plain, glo);
  dedOf.set(plain, ded);
  byCiphered.set(glo, { family: 'glo', plain });
  byCiphered.set(ded, { family: 'ded', plain });
}

for (const tag of LOW_TAGS) register(tag, tag + 0x20, tag + 0x40);
for (const tag of SERVICE_TAGS) register(tag, tag + 0x08, tag + 0x10);

/** Tag of the wrapped APDU; undefined for an APDU that has no tag of its own in this family. */
export function cipheredTag(family: CipherFamily, plainTag: number): number | undefined {
  if (family === 'general-glo') return GENERAL_GLO;
  if (family === 'general-ded') return GENERAL_DED;
  return family === 'glo' ? gloOf.get(plainTag) : dedOf.get(plainTag);
}

/** Family of a ciphered tag, and for service-specific ones the tag that must be found inside; undefined for a plain tag. */
export function cipherFamily(tag: number): { readonly family: CipherFamily; readonly plain?: number } | undefined {
  if (tag === GENERAL_GLO) return { family: 'general-glo' };
  if (tag === GENERAL_DED) return { family: 'general-ded' };
  return byCiphered.get(tag);
}

export function isCiphered(apdu: Uint8Array): boolean {
  return apdu[0] !== undefined && cipherFamily(apdu[0]) !== undefined;
}

export function isDedicated(family: CipherFamily): boolean {
  return family === 'ded' || family === 'general-ded';
}

export function isGeneral(family: CipherFamily): boolean {
  return family === 'general-glo' || family === 'general-ded';
}

/** `family`, or the general one under the same key for an APDU that has no tag of its own in it, such as a DataNotification. */
export function familyFor(family: CipherFamily, plainTag: number): CipherFamily {
  if (cipheredTag(family, plainTag) !== undefined) return family;
  return isDedicated(family) ? 'general-ded' : 'general-glo';
}
