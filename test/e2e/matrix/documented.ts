import { operationsByProfile } from '../../docs/operations-page.js';
import { PROTOCOLS } from './matrix-site.js';
import type { Cells } from './table.js';

/** The table that docs/reference/operations.md keeps. */
export const documentedCells = (): Cells =>
  new Map(operationsByProfile().map(([row = '', ...marks]) => [row, new Map(PROTOCOLS.map((protocol, index) => [protocol, marks[index] ?? '']))]));
