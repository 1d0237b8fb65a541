import { findObject, type CosemAttribute, type CosemObject } from '#cosem';
import { DATA_ACCESS_RESULT, type Data, type GetResult, type SelectiveAccess } from '#dlms';

import { AttributeStore } from './attribute-store.js';
import { readBuffer, rowsOfValue } from './buffer-access.js';
import { clockValue, clockWritten } from './clock-object.js';
import { defaultValue } from './default-values.js';
import { historyOf } from './history.js';
import { derivedNumber, factoryKeys, type MeterIdentity } from './identity.js';
import { Journal } from './journal.js';
import { KeyStore } from './key-store.js';
import { SimulatedClock, type RealClock } from './meter-clock.js';
import { objectList } from './object-list.js';
import { profileAttribute } from './profile-attributes.js';

/** What happened on a meter's connections. */
export interface MeterCounters {
  connections: number;
  associations: number;
  publicAssociations: number;
  refusedAssociations: number;
  requests: number;
  bytesIn: number;
  bytesOut: number;
}

/** A meter's state; made when somebody first asks for the meter. */
export class Meter {
  readonly clock: SimulatedClock;
  readonly keys: KeyStore;
  readonly values = new AttributeStore();
  readonly journal = new Journal();
  readonly counters: MeterCounters = {
    connections: 0,
    associations: 0,
    publicAssociations: 0,
    refusedAssociations: 0,
    requests: 0,
    bytesIn: 0,
    bytesOut: 0,
  };
  /** Ends of the connections that stand. */
  readonly connections = new Set<() => void>();
  private readonly historyBegin: number;

  constructor(
    readonly identity: MeterIdentity,
    readonly timezone: string,
    seed: number,
    fleetClock: RealClock,
  ) {
    this.clock = new SimulatedClock(fleetClock);
    this.keys = new KeyStore(factoryKeys(seed, identity.index));
    this.historyBegin = derivedNumber(seed, identity.index, 'history', 100_000);
  }

  /** Ends every connection, as a meter that starts anew; keys, counters, clock and written values survive. */
  reboot(): void {
    for (const end of this.connections) end();
  }

  /** Declaration of an attribute, or the data-access-result for one that the meter does not have. */
  find(classId: number, obis: string, attributeId: number): { object: CosemObject; attribute: CosemAttribute } | number {
    const { profile } = this.identity;
    const object = findObject(profile, classId, obis);
    if (object === undefined || (object.polyphaseOnly === true && !this.identity.polyphase)) return DATA_ACCESS_RESULT['object-undefined'];
    const attribute = object.attributes.find(({ id }) => id === attributeId);
    return attribute === undefined ? DATA_ACCESS_RESULT['object-undefined'] : { object, attribute };
  }

  /** The value of an attribute as a client with all rights reads it. */
  read(object: CosemObject, attribute: CosemAttribute, access?: SelectiveAccess): GetResult {
    const kept = this.values.get(object.classId, object.obis, attribute.id);
    if (object.profile !== undefined && attribute.id === 2) {
      const rows = kept === undefined ? this.history(object) : rowsOfValue(kept, object.profile, this.timezone);
      return readBuffer(rows, object.profile, access, this.timezone);
    }
    return { ok: true, data: kept ?? this.liveValue(object, attribute) ?? defaultValue(this.identity, object, attribute) };
  }

  /** A client's SET of an attribute that the profile lets it write; a data-access-result. */
  write(object: CosemObject, attribute: CosemAttribute, data: Data): number {
    if (attribute.access !== 'RW') return DATA_ACCESS_RESULT['read-write-denied'];
    if (data.type !== attribute.type) return DATA_ACCESS_RESULT['type-unmatched'];
    if (object.classId === 8 && attribute.id === 2) return clockWritten(this.clock, data, this.timezone);
    this.values.write(object.classId, object.obis, attribute.id, data);
    return DATA_ACCESS_RESULT.success;
  }

  private liveValue(object: CosemObject, attribute: CosemAttribute): Data | undefined {
    if (object.classId === 8) return clockValue(this.clock, attribute.id, this.timezone);
    if (object.tag === 'INVOCATION_COUNTER') return { type: 'double-long-unsigned', value: this.keys.lastAccepted };
    if (object.tag === 'ASSOCIATION_LN' && attribute.id === 2) return objectList(this.identity.profile);
    return profileAttribute(object, attribute.id, () => this.history(object).length);
  }

  private history(object: CosemObject): ReturnType<typeof historyOf> {
    return historyOf(object, this.clock.now(), this.timezone, this.historyBegin);
  }
}
