/** Harmonic distortion per phase: current in per cent, its fingerprint, and how often the limit was exceeded. */
export interface ThdFingerprint {
  readonly thdInstantaneousCurrentL1: number;
  readonly thdInstantaneousCurrentL2?: number;
  readonly thdInstantaneousCurrentL3?: number;
  readonly thdInstantaneousCurrentFingerprintL1: readonly number[];
  readonly thdInstantaneousCurrentFingerprintL2?: readonly number[];
  readonly thdInstantaneousCurrentFingerprintL3?: readonly number[];
  readonly thdCurrentOverLimitCounterL1: number;
  readonly thdCurrentOverLimitCounterL2?: number;
  readonly thdCurrentOverLimitCounterL3?: number;
}

export interface ThdFingerprintRead {
  readonly thdFingerprint: ThdFingerprint;
}

export interface Outages {
  /** `endTime` ISO 8601 with the meter's offset, `duration` in seconds. */
  readonly outages: readonly { readonly endTime: string; readonly duration: number }[];
}
