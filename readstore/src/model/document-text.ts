import { type Document, ReadStoreError } from '../port.js';

/** @throws ReadStoreError STORE_FAILED when the document cannot be JSON */
export function documentText(id: string, document: Document): string {
  try {
    return JSON.stringify(document);
  } catch (error) {
    throw new ReadStoreError('STORE_FAILED', `document ${id} cannot be written as JSON`, { cause: error });
  }
}
