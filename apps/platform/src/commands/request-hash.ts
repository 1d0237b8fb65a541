import { hash } from 'node:crypto';
import type { ParsedRequest } from '#contract/dto/index.js';
import type { StoredKey } from '#domain';
import type { Fault } from '#contract';
import { canonicalJson } from '#event-sourcing';

/** Tells a repeated request from another one. Keys count by their fingerprints: the same key encrypted anew is the same request. */
export function requestHash({ operation, deviceIdentification, data, options }: ParsedRequest, keys: readonly StoredKey[] | Fault): string {
  const named = 'code' in keys ? { fault: keys.code } : keys.map(({ type, fingerprint }) => ({ type, fingerprint }));
  return hash('sha256', canonicalJson({ data, deviceIdentification, keys: named, operation, options }), 'hex');
}
