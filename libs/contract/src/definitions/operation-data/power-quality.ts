import type { ProfileType, UnitType } from '../meter-enumerations.js';
import type { ObjectDefinition } from './objects.js';

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

/** Exactly one of them; a decimal is a text with the meter's resolution. */
export type MeasuredValue =
  { readonly stringValue: string } | { readonly dateValue: string } | { readonly floatValue: string } | { readonly longValue: number };

export interface GetActualPowerQualityData {
  readonly profileType: ProfileType;
}

/** Names and values stand in the same order. */
export interface ActualPowerQuality {
  readonly actualPowerQualityData: {
    readonly powerQualityObjects: readonly { readonly name: string; readonly unit: UnitType }[];
    readonly powerQualityValues: readonly (MeasuredValue | null)[];
  };
}

export interface GetPowerQualityProfileData {
  readonly profileType: ProfileType;
  /** ISO 8601; both ends inclusive. */
  readonly beginDate: string;
  readonly endDate: string;
  /** Columns that are wanted alone; all when absent. */
  readonly selectedValues?: readonly ObjectDefinition[];
}

export interface GetProfileGenericDataData {
  /** Six values with dots. */
  readonly obisCode: string;
  readonly beginDate: string;
  readonly endDate: string;
  readonly selectedValues?: readonly ObjectDefinition[];
}

export interface CapturedColumn extends ObjectDefinition {
  readonly unit: UnitType;
}

/** Rows of a profile: each has a value, or null, per column. */
export interface ProfileData {
  readonly logicalName: string;
  readonly captureObjects: readonly CapturedColumn[];
  readonly profileEntries: readonly (readonly (MeasuredValue | null)[])[];
}

export interface PowerQualityProfiles {
  readonly powerQualityProfileDatas: readonly (ProfileData & { readonly profileType: ProfileType })[];
}
