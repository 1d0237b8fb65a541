import { Binary, type Collection, type Db } from 'mongodb';
import { bytesOf, idOf } from '../../mongodb/documents.js';
import type { SealedResult } from '../transfer.js';

export interface ResultDocument {
  /** Of command and hash. */
  readonly _id: string;
  readonly correlationUid: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly masterKeyId: string;
  readonly salt: Binary;
  readonly sealed: Binary;
}

export function resultsCollection(db: Db): Collection<ResultDocument> {
  return db.collection<ResultDocument>('vault_results');
}

/** Idempotent. */
export async function declareResultsIndexes(results: Collection<ResultDocument>): Promise<void> {
  await results.createIndex({ correlationUid: 1 }, { name: 'correlationUid' });
  await results.createIndex({ expiresAt: 1 }, { name: 'expiresAt' });
}

export function resultDocument(result: SealedResult): ResultDocument {
  const { correlationUid, sha256, salt, sealed } = result;
  return { _id: idOf(correlationUid, sha256), ...result, salt: new Binary(salt), sealed: new Binary(sealed) };
}

export function resultOf({ correlationUid, sha256, bytes, expiresAt, masterKeyId, salt, sealed }: ResultDocument): SealedResult {
  return { correlationUid, sha256, bytes, expiresAt, masterKeyId, salt: bytesOf(salt), sealed: bytesOf(sealed) };
}
