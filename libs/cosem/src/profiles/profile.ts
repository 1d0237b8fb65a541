import type { CaptureObject, Data, DataTypeName } from '#dlms';

import type { ConfigurationLayout } from '../configuration/configuration-layout.js';
import type { ModelLookupName } from '../model-lookup.js';
import type { Unit } from '../units.js';

/** Where an attribute's value is known from: the profile, the meter, or the meter's model. */
export type ValueType = 'DYNAMIC' | 'FIXED_IN_PROFILE' | 'FIXED_IN_METER' | 'SET_BY_CLIENT' | 'BASED_ON_MODEL';

export interface CosemAttribute {
  /** Attribute number within the interface class; 1 is always the logical name and not listed. */
  readonly id: number;
  readonly name: string;
  readonly type: DataTypeName;
  readonly access: 'R' | 'RW';
  readonly valueType: ValueType;
  /** Set where the profile fixes the value or gives its default. */
  readonly value?: Data;
  /** Set for BASED_ON_MODEL: the lookup that tells the value from the meter's model. */
  readonly lookup?: ModelLookupName;
}

/** A method that the profile's meters offer to the management client. */
export interface CosemMethod {
  readonly id: number;
  readonly name: string;
}

export interface ScalerUnit {
  /** Power of ten that a raw value is multiplied with. */
  readonly scaler: number;
  readonly unit: Unit;
}

/** Layout of a profile generic object (interface class 7). */
export interface CaptureLayout {
  /** Columns of a buffer row, in order. Where `selectable` is set, those that a meter has before a client chooses. */
  readonly captureObjects: readonly CaptureObject[];
  /** Seconds between two rows; 0 when rows are captured by an event or a schedule. */
  readonly capturePeriod: number;
  /** Rows that the buffer can hold; 0 where the profile does not say. */
  readonly entries: number;
  /** Tags of the objects that a client may choose columns from. */
  readonly selectable?: readonly string[];
}

export type PowerQualityRequest = 'ACTUAL_SP' | 'ACTUAL_PP' | 'PERIODIC_SP' | 'PERIODIC_PP';

/** In which power quality reads an object takes part. */
export interface PowerQuality {
  readonly profileType: 'PUBLIC' | 'PRIVATE';
  /** Actual values or profile rows, of single phase (SP) or polyphase (PP) meters. */
  readonly requests: readonly PowerQualityRequest[];
}

/** Meaning of a column behind time and code of an event log. */
export interface EventColumn {
  readonly name: 'counter' | 'magnitude' | 'duration';
  /** By event code the tag of the register that the value came from, and with it scaler and unit. */
  readonly sources?: ReadonlyMap<number, string>;
}

export interface CosemObject {
  readonly tag: string;
  readonly classId: number;
  readonly version: number;
  /** Six values with dots, as in `1.0.1.8.0.255`. */
  readonly obis: string;
  readonly attributes: readonly CosemAttribute[];
  readonly methods?: readonly CosemMethod[];
  /** Present where the profile fixes it; elsewhere attribute 3 has to be read. */
  readonly scalerUnit?: ScalerUnit;
  readonly profile?: CaptureLayout;
  /** Of event logs: what follows time and code. */
  readonly eventColumns?: readonly EventColumn[];
  readonly powerQuality?: PowerQuality;
  /** M-Bus channel 1..4 that the object belongs to. */
  readonly channel?: number;
  /** True for objects that only meters with three phases have. */
  readonly polyphaseOnly?: boolean;
}

export interface ProtocolProfile {
  readonly name: 'SMR' | 'DSMR';
  readonly version: string;
  /** The profile that this one took its objects from; those of the same tag are its own. */
  readonly parent?: ProtocolProfile;
  /** By tag. */
  readonly objects: ReadonlyMap<string, CosemObject>;
  /** When a meter starts to use a key that was transferred to it. */
  readonly keySwitch: 'immediate' | 'next-association';
  /** Register that a public client reads before it dials with security. */
  readonly invocationCounter?: { readonly obis: string };
  /** Meaning of the configuration object; undefined when the profile has none. */
  readonly configuration?: ConfigurationLayout;
  /** Format of pushed alarms: 0 A-XDR APDU, 128 the manufacturers' text; undefined when meters do not push. */
  readonly pushMessageType?: 0 | 128;
}

/** A child profile: the parent's objects, those of the same tag replaced in their place, new ones at the end. */
export function inherit(parent: ReadonlyMap<string, CosemObject>, own: readonly CosemObject[]): ReadonlyMap<string, CosemObject> {
  return new Map([...parent, ...byTag(own)]);
}

/** Indexes objects by tag; a tag that occurs twice is an error of the profile's author. */
export function byTag(objects: readonly CosemObject[]): ReadonlyMap<string, CosemObject> {
  const map = new Map<string, CosemObject>();
  for (const object of objects) {
    if (map.has(object.tag)) throw new Error(`profile defines ${object.tag} twice`);
    map.set(object.tag, object);
  }
  return map;
}
