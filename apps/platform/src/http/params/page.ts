import { formatPosition } from '#event-sourcing';
import { integer, text } from './read-params.js';

export const PAGING = { limit: integer(1, 500), after: text };

/** The paging part of read parameters. */
export function pageOf({ limit, after }: { readonly limit?: number | undefined; readonly after?: string | undefined }) {
  return { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) };
}

/** Positions leave the platform only as opaque texts. */
export function withPosition<T extends { readonly position: number }>(storeId: string, { position, ...item }: T) {
  return { ...item, position: formatPosition(storeId, position) };
}
