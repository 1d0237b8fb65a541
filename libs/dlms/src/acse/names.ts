/** Application contexts (last arc of the name). */
export const APPLICATION_CONTEXT = { ln: 1, sn: 2, lnCiphered: 3, snCiphered: 4 } as const;

/** Authentication mechanisms (last arc of the name). */
export const MECHANISM = { none: 0, lls: 1, hlsManufacturer: 2, hlsMd5: 3, hlsSha1: 4, hlsGmac: 5, hlsSha256: 6, hlsEcdsa: 7 } as const;

/** AARE association-result. */
export const ASSOCIATION_RESULT = { accepted: 0, rejectedPermanent: 1, rejectedTransient: 2 } as const;

/** Diagnostics of the acse-service-user. */
export const DIAGNOSTIC = {
  null: 0,
  noReason: 1,
  contextNotSupported: 2,
  callingTitleNotRecognized: 3,
  callingInvocationIdNotRecognized: 4,
  callingQualifierNotRecognized: 5,
  callingEntityInvocationIdNotRecognized: 6,
  calledTitleNotRecognized: 7,
  calledInvocationIdNotRecognized: 8,
  calledQualifierNotRecognized: 9,
  calledEntityInvocationIdNotRecognized: 10,
  mechanismNotRecognised: 11,
  mechanismRequired: 12,
  authenticationFailure: 13,
  authenticationRequired: 14,
} as const;

/** Diagnostics of the acse-service-provider. */
export const PROVIDER_DIAGNOSTIC = { null: 0, noReason: 1, noCommonAcseVersion: 2 } as const;

/** Why an association was rejected, in words that programs may rely on. */
export type RejectionReason = keyof typeof DIAGNOSTIC | keyof typeof PROVIDER_DIAGNOSTIC | 'unknown';

export function diagnosticName(source: 'user' | 'provider', value: number): RejectionReason {
  const table: Readonly<Record<string, number>> = source === 'user' ? DIAGNOSTIC : PROVIDER_DIAGNOSTIC;
  const found = Object.entries(table).find(([, code]) => code === value);
  return found === undefined ? 'unknown' : (found[0] as RejectionReason);
}
