import type { MatrixKind, MatrixMeter, MatrixSite } from './matrix-site.js';

/** One operation for every meter of the matrix. */
export interface MatrixCase {
  readonly operation: string;
  readonly data?: unknown;
  /** Whether the profile has what the operation is about; elsewhere the answer is 416. */
  readonly has: (kind: MatrixKind) => boolean;
  /** Brings the meter into a state that it is not in from the factory. */
  readonly arrange?: (site: MatrixSite, meter: MatrixMeter) => Promise<void>;
  /** What the response must hold, after the meter was asked by its own side. Absent for what answers with nothing. */
  readonly response?: (site: MatrixSite, meter: MatrixMeter) => unknown;
  /** Reads back what was written, by the meter's own side. @throws when the meter does not hold it */
  readonly readBack?: (site: MatrixSite, meter: MatrixMeter) => Promise<void>;
}

export const everywhere = (): boolean => true;
export const since4 = ({ version }: MatrixKind): boolean => version !== '2.2';
export const since5 = ({ version }: MatrixKind): boolean => version.startsWith('5.');
export const since52 = ({ version }: MatrixKind): boolean => version === '5.2' || version === '5.5';
