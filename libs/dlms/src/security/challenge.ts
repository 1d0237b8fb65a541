/** Length of an HLS challenge in octets (Green Book). */
const MIN_CHALLENGE = 8;
const MAX_CHALLENGE = 64;

export function isChallenge(octets: Uint8Array): boolean {
  return octets.length >= MIN_CHALLENGE && octets.length <= MAX_CHALLENGE;
}

export const CHALLENGE_RULE = `a challenge has ${MIN_CHALLENGE}..${MAX_CHALLENGE} octets`;
