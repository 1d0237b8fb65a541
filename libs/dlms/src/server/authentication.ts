import { MECHANISM } from '../acse/names.js';
import type { ServerAuthentication, ServerSecurity } from './options.js';

/** Authentication with proofs over challenges, in two more passes. */
export type Hls = Extract<ServerAuthentication, { kind: 'hls3' | 'hls4' | 'hls5' }>;

const mechanisms: Readonly<Record<ServerAuthentication['kind'], number>> = {
  none: MECHANISM.none,
  lls: MECHANISM.lls,
  hls3: MECHANISM.hlsMd5,
  hls4: MECHANISM.hlsSha1,
  hls5: MECHANISM.hlsGmac,
};

export function mechanismOf(authentication: ServerAuthentication): number {
  return mechanisms[authentication.kind];
}

export function isHls(authentication: ServerAuthentication): authentication is Hls {
  return authentication.kind === 'hls3' || authentication.kind === 'hls4' || authentication.kind === 'hls5';
}

/** Keys, for ciphering or for proofs only. */
export function keysOf(authentication: ServerAuthentication): ServerSecurity | undefined {
  return authentication.kind === 'hls5' ? authentication : authentication.security;
}

/** Keys that APDUs are ciphered with; undefined where they are plain. */
export function ciphering(authentication: ServerAuthentication): ServerSecurity | undefined {
  return authentication.kind === 'hls5' && authentication.ciphered === false ? undefined : keysOf(authentication);
}
