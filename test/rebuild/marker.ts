import type { CommandDocument } from '#projections';
import { openStores } from '../chaos/stores.js';
import { MARKER, PROJECTION } from './readers.js';

/** Puts a command into the generation that is read, which no event has made: a rebuild will not have it. */
export async function plantMarker(data: string): Promise<void> {
  const stores = await openStores(data);
  const row = await stores.readModels.getRow('projections', PROJECTION);
  if (row === undefined) throw new Error(`projection ${PROJECTION} has no row`);
  const { live } = row.document as { readonly live: { readonly number: number } };
  const at = '2026-01-01T00:00:00.000Z';
  const document: CommandDocument = {
    correlationUid: MARKER,
    deviceIdentification: 'NOWHERE',
    operation: MARKER,
    status: 'SUCCEEDED',
    result: 'OK',
    fault: null,
    acceptedAt: at,
    completedAt: at,
    attempts: [],
    options: { priority: 4, bypassRetry: false },
    priority: 4,
    expiresAt: at,
    nextAttemptAt: null,
    description: null,
    responseRef: null,
    responseState: null,
    organisation: 'operations',
    actor: 'operations/-/-',
  };
  const collection = `${PROJECTION}@${live.number}`;
  await stores.readModels.define([
    {
      name: collection,
      indexes: [
        ['operation', 'acceptedAt'],
        ['organisation', 'acceptedAt'],
        ['status', 'acceptedAt'],
        ['deviceIdentification', 'acceptedAt'],
        ['acceptedAt'],
      ],
    },
  ]);
  await stores.readModels.write({ writes: [{ collection, id: MARKER, position: 1, document }] });
  await stores.close();
}
