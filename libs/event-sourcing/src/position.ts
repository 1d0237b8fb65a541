import type { Position } from '#eventstore/port.js';

export class PositionError extends Error {
  constructor(
    readonly code: 'MALFORMED_POSITION' | 'FOREIGN_POSITION',
    message: string,
  ) {
    super(message);
    this.name = 'PositionError';
  }
}

/** Lets a later form be told from this one. */
const FORM = 'p1';

/** A position as clients see it: opaque, safe in URLs and headers, bound to the store that gave it. */
export function formatPosition(storeId: string, position: Position): string {
  return Buffer.from(JSON.stringify([FORM, storeId, position]), 'utf8').toString('base64url');
}

function parts(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Reads what {@link formatPosition} wrote.
 * @throws PositionError `MALFORMED_POSITION`, or `FOREIGN_POSITION` when it belongs to another store
 */
export function parsePosition(storeId: string, text: string): Position {
  const read = parts(text);
  if (Array.isArray(read) && read.length === 3) {
    const [form, store, position] = read as readonly unknown[];
    const wellFormed = form === FORM && typeof store === 'string' && Number.isSafeInteger(position) && Number(position) >= 0;
    // Base64 and JSON both have several spellings of one content; only ours is accepted.
    if (wellFormed && formatPosition(store, Number(position)) === text) {
      if (store !== storeId) throw new PositionError('FOREIGN_POSITION', 'this position belongs to another store');
      return Number(position);
    }
  }
  throw new PositionError('MALFORMED_POSITION', 'this is not a position');
}
