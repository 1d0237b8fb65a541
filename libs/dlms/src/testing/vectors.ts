import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A published or derived vector; which fields are there says what it is about. */
export interface PublishedVector {
  readonly id: string;
  readonly ek?: string;
  readonly ak?: string;
  readonly systemTitle?: string;
  readonly ic?: string;
  readonly sc?: string;
  readonly plain?: string;
  readonly apdu?: string;
  readonly challenge?: string;
  readonly f?: string;
  readonly kek?: string;
  readonly key?: string;
  readonly wrapped?: string;
}

export interface RecordedFrame {
  readonly dir: 'C>S' | 'S>C';
  readonly frame: string;
  /** Deciphered APDU; for AARQ and AARE the deciphered user information; absent for a clear exception response. */
  readonly plain?: string;
}

export interface RecordedSession {
  readonly name: string;
  readonly steps: readonly { readonly step: string; readonly frames: readonly RecordedFrame[] }[];
}

export interface Vectors {
  readonly public: readonly PublishedVector[];
  readonly derived: readonly PublishedVector[];
  readonly recorded: {
    readonly keys: Readonly<Record<'ek' | 'ak' | 'dedicated' | 'clientTitle' | 'serverTitle' | 'ctos', string>>;
    readonly sessions: readonly RecordedSession[];
    readonly push: { readonly frame: string; readonly plain: string };
  };
}

/** Vectors of security suite 0 and recorded sessions of two other implementations. */
export const vectors = JSON.parse(readFileSync(fixture('libs/dlms/fixtures/dlms-vectors.json'), 'utf8')) as Vectors;

/** The file lies beside the sources, wherever this module was built to. */
function fixture(path: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, path)) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, path);
}

export function framesOf(session: RecordedSession): RecordedFrame[] {
  return session.steps.flatMap((step) => step.frames);
}
