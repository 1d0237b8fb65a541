import type { MatrixCase } from './matrix-case.js';
import { READ_CASES } from './reads.js';
import { WRITE_CASES } from './writes.js';

export const MATRIX_CASES: readonly MatrixCase[] = [...READ_CASES, ...WRITE_CASES];
