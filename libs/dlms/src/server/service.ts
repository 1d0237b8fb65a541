import { hasConformance, type Conformance, type ConformanceBit } from '../apdu/conformance.js';
import type { Apdu } from '../apdu/apdu.js';
import type { ServerObjects } from './options.js';

/** Encoding of the length of a block's raw data, at most. */
const LENGTH_SIZE = 3;

/** Answers the requests of a standing association; undefined where none is due. */
export interface Services {
  handle(request: Apdu): Apdu | undefined;
}

/** What a service handler may use and must respect. */
export class ServiceContext {
  constructor(
    readonly objects: ServerObjects,
    private readonly conformance: Conformance,
    /** Octets of a plain answer, so that its protected form stays within both sides' limits. */
    readonly room: () => number,
  ) {}

  allows(bit: ConformanceBit): boolean {
    return hasConformance(this.conformance, bit);
  }

  /** Octets of raw data in a block whose APDU needs `header` octets beside them. */
  blockSize(header: number): number {
    return Math.max(1, this.room() - header - LENGTH_SIZE);
  }
}
