import { EVENT_CODES } from './event-codes.js';

/** Type of a code that the contract does not know. */
export const UNKNOWN_EVENT_TYPE = 'UNKNOWN_EVENT_HEADEND';

const byFamily = new Map<string, string>(EVENT_CODES.map(([code, type, family]) => [`${family ?? ''}${code}`, type]));

/** Meaning of an event code for a protocol (`DSMR`, `SMR`): a meaning restricted to the protocol's family beats a general one. */
export function eventTypeOf(code: number, protocolName: string): string {
  const family = protocolName.startsWith('DSMR') ? 'DSMR' : 'SMR';
  return byFamily.get(`${family}${code}`) ?? byFamily.get(`${code}`) ?? UNKNOWN_EVENT_TYPE;
}
