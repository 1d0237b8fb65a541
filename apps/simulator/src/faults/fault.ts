/** Faults that the fleet plays on demand. */
export const faultKinds = [
  'refuse',
  'silent',
  'delay',
  'drop-after-pdus',
  'bad-tag',
  'stale-counter',
  'other-reason',
  'temporary-failure',
  'truncate',
  'garbage',
  'lose-block',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export const faultServices = ['any', 'aarq', 'get', 'set', 'action', 'rlrq'] as const;

export type FaultService = (typeof faultServices)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How often it strikes; null for always. */
  readonly times: number | null;
  /** 0..1, decided anew each time. */
  readonly probability: number;
  /** Requests that it applies to. */
  readonly onService: FaultService;
  /** `delay`: milliseconds before the answer. */
  readonly delayMs: number;
  /** `drop-after-pdus`: requests that are still answered on a connection. */
  readonly afterPdus: number;
  /** `truncate`: octets of the answer that are still sent. */
  readonly afterBytes: number;
  /** `lose-block`: number of the block that is not sent. */
  readonly blockNumber: number;
  /** `other-reason`, `temporary-failure`: another result instead; null for the kind's own. */
  readonly result: number | null;
}

export const faultDefaults: Omit<Fault, 'kind'> = {
  times: null,
  probability: 1,
  onService: 'any',
  delayMs: 1000,
  afterPdus: 1,
  afterBytes: 4,
  blockNumber: 1,
  result: null,
};
