import type { CosemAttribute, CosemObject } from '#cosem';
import type { Data } from '#dlms';

import type { AttributeStore } from './attribute-store.js';
import type { EventBook } from './events/event-book.js';
import type { MeterIdentity } from './identity.js';
import type { ImageTransfer } from './image/image-transfer.js';
import type { KeyStore } from './key-store.js';
import type { MbusChannels } from './mbus/mbus-channels.js';
import type { SimulatedClock } from './meter-clock.js';
import type { MeterSettings } from './meter-settings.js';
import type { Pending } from './pending.js';
import type { MeterZone } from './time/meter-zone.js';

/** A meter as its objects see it: what they read, change and let happen. */
export interface MeterState {
  readonly identity: MeterIdentity;
  readonly clock: SimulatedClock;
  readonly keys: KeyStore;
  readonly values: AttributeStore;
  readonly settings: MeterSettings;
  readonly events: EventBook;
  readonly image: ImageTransfer;
  readonly channels: MbusChannels;
  /** How the meter tells local time now. */
  readonly zone: MeterZone;
  /** What is still to happen; planned things also happen when nobody asks the meter. */
  readonly pending: Pending;
  /** Declaration of an attribute, or the data-access-result for one that the meter does not have. */
  find(classId: number, obis: string, attribute: number): { object: CosemObject; attribute: CosemAttribute } | number;
  objectOf(classId: number, obis: string): CosemObject | undefined;
  objectOfTag(tag: string): CosemObject | undefined;
  /** What an attribute holds, buffers left out; undefined where the profile has no such object. */
  valueOfTag(tag: string, attribute: number): Data | undefined;
  /** Sends a message to the destination of its push set-up, if a client has set one. */
  push(kind: 'alarm' | 'wake-up' | 'last-gasp'): void;
  /** 0 up to but not `limit`, a function of the fleet's seed, the meter and the purpose. */
  chance(purpose: string, limit: number): number;
}
