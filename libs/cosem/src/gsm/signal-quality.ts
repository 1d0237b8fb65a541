import { enumeration } from '../values/enumeration.js';

const weakest = 0;
const strongest = 31;

/** Power of a received signal, dBm; undefined for 99 (not known) and numbers that the standard does not define. */
export function signalDbm(quality: number): number | undefined {
  return Number.isInteger(quality) && quality >= weakest && quality <= strongest ? 2 * quality - 113 : undefined;
}

type Dbm =
  | 111
  | 109
  | 107
  | 105
  | 103
  | 101
  | 99
  | 97
  | 95
  | 93
  | 91
  | 89
  | 87
  | 85
  | 83
  | 81
  | 79
  | 77
  | 75
  | 73
  | 71
  | 69
  | 67
  | 65
  | 63
  | 61
  | 59
  | 57
  | 55
  | 53;

export type SignalQuality = 'MINUS_113_DBM_OR_LESS' | `MINUS_${Dbm}_DBM` | 'MINUS_51_DBM_OR_GREATER' | 'NOT_KNOWN_OR_NOT_DETECTABLE';

const steps = Array.from({ length: strongest - 1 }, (_, index): [string, number] => [`MINUS_${111 - 2 * index}_DBM`, index + 1]);

/** Signal quality as modems count it (3GPP TS 27.007, +CSQ): 0 to 31 in steps of 2 dB, 99 not known. */
export const signalQuality = enumeration(
  Object.fromEntries([
    ['MINUS_113_DBM_OR_LESS', weakest],
    ...steps,
    ['MINUS_51_DBM_OR_GREATER', strongest],
    ['NOT_KNOWN_OR_NOT_DETECTABLE', 99],
  ]) as Record<SignalQuality, number>,
);
