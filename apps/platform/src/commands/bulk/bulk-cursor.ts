import { createHash } from 'node:crypto';
import { InvalidRequestError } from '#contract/dto/index.js';
import { canonicalJson, isUuid } from '#event-sourcing';
import type { BulkPlace } from './bulk-places.js';
import type { BulkRequest } from './bulk-request.js';

/** Where a bulk act that one request could not finish goes on. */
export interface BulkCursor {
  readonly bulkUid: string;
  readonly place: BulkPlace;
}

/** Opaque to clients; names the request that it belongs to. */
export function formatBulkCursor({ bulkUid, place: { list, after } }: BulkCursor, request: BulkRequest): string {
  return Buffer.from(JSON.stringify([bulkUid, list, after, requestDigest(request)])).toString('base64url');
}

/** @throws InvalidRequestError when it is no cursor, or one of another request */
export function parseBulkCursor(text: string, request: BulkRequest): BulkCursor {
  const refused = new InvalidRequestError([{ field: 'after', message: 'after must be `next` of an answer to the same request' }]);
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw refused;
  }
  if (!Array.isArray(parts)) throw refused;
  const [bulkUid, list, after, digest]: unknown[] = parts;
  if (typeof bulkUid !== 'string' || !isUuid(bulkUid) || digest !== requestDigest(request)) throw refused;
  if (typeof list !== 'number' || !Number.isInteger(list) || list < 0 || (after !== null && typeof after !== 'string')) throw refused;
  return { bulkUid, place: { list, after } };
}

function requestDigest({ after: _of, ...request }: BulkRequest): string {
  return createHash('sha256').update(canonicalJson(request)).digest('base64url').slice(0, 16);
}
