import type { CosemAttribute, CosemObject } from '#cosem';
import { DATA_ACCESS_RESULT, d, type Data, type GetResult, type SelectiveAccess } from '#dlms';

import { pushOf, type PushReason } from '../push/push-of-meter.js';
import { AttributeStore } from './attribute-store.js';
import { behaviourOf } from './behaviour/behaviour-of.js';
import { layoutOf } from './behaviour/profile-generic.js';
import { readBuffer, rowsOfValue } from './buffer-access.js';
import { rowsOfBuffer } from './buffer-rows.js';
import { defaultValue } from './default-values.js';
import { EventBook } from './events/event-book.js';
import { derivedNumber, factoryKeys, type MeterIdentity } from './identity.js';
import { ImageTransfer } from './image/image-transfer.js';
import { Journal } from './journal.js';
import { KeyStore } from './key-store.js';
import { MbusChannels } from './mbus/mbus-channels.js';
import { mbusDevicesOf } from './mbus/mbus-device.js';
import { SimulatedClock } from './meter-clock.js';
import { newCounters } from './meter-counters.js';
import type { MeterHost, Watched } from './meter-host.js';
import { meterModel } from './meter-model.js';
import { settingDefaults, type MeterSettings } from './meter-settings.js';
import type { MeterState } from './meter-state.js';
import { objectList } from './object-list.js';
import { Pending } from './pending.js';
import type { MeterZone } from './time/meter-zone.js';
import { zoneOfClock } from './time/zone-of-clock.js';

/** A meter's state; made when somebody first asks for the meter, and most of it when it is first used. */
export class Meter implements MeterState, Watched {
  readonly clock: SimulatedClock;
  readonly keys: KeyStore;
  readonly values = new AttributeStore();
  readonly counters = newCounters();
  /** Ends of the connections that stand. */
  #connections: Set<() => void> | undefined;
  #associated = 0;
  #settings: MeterSettings | undefined;
  #journal: Journal | undefined;
  #events: EventBook | undefined;
  #image: ImageTransfer | undefined;
  #channels: MbusChannels | undefined;
  #pending: Pending | undefined;

  constructor(
    readonly identity: MeterIdentity,
    private readonly host: MeterHost,
  ) {
    this.clock = new SimulatedClock(() => host.now());
    this.keys = new KeyStore(() => factoryKeys(host.seed, identity.index));
  }

  get settings(): MeterSettings {
    return (this.#settings ??= { ...settingDefaults, keySwitch: this.identity.profile.keySwitch });
  }

  get journal(): Journal {
    return (this.#journal ??= new Journal());
  }

  get events(): EventBook {
    return (this.#events ??= new EventBook());
  }

  get image(): ImageTransfer {
    return (this.#image ??= new ImageTransfer());
  }

  get channels(): MbusChannels {
    return (this.#channels ??= new MbusChannels(this.host.seed, this.identity.index, mbusDevicesOf(this.identity)));
  }

  get pending(): Pending {
    return (this.#pending ??= new Pending(() => this.host.watch(this)));
  }

  get zone(): MeterZone {
    const written = (id: number): boolean => this.values.get(8, clockObis, id) !== undefined;
    return zoneOfClock(this.host.timezone, written, (id) => this.valueOfTag('CLOCK', id));
  }

  settle(): boolean {
    this.#pending?.settle(() => this.clock.now());
    return (this.#pending?.size ?? 0) > 0;
  }

  /** Ends every connection, as a meter that starts anew; keys, counters, clock and written values survive. */
  reboot(): void {
    for (const end of this.#connections ?? []) end();
  }

  /** Connections that stand. */
  get connected(): number {
    return this.#connections?.size ?? 0;
  }

  /** Notes a connection by what ends it. */
  opened(end: () => void): void {
    this.counters.connections += 1;
    this.#connections ??= new Set();
    this.#connections.add(end);
  }

  /** Forgets a connection; with the last one goes what only connections need. */
  closed(end: () => void): void {
    this.#connections?.delete(end);
    if (this.connected > 0) return;
    this.#connections = undefined;
    this.keys.rest();
  }

  /** Notes how many connections have an association: one more, or one less. */
  associated(change: 1 | -1): void {
    this.#associated += change;
    this.counters.peakConcurrentAssociations = Math.max(this.counters.peakConcurrentAssociations, this.#associated);
  }

  push(reason: PushReason): void {
    const push = pushOf(this, reason);
    if (push !== undefined) this.host.send(push.bytes, push.target);
  }

  chance(purpose: string, limit: number): number {
    return derivedNumber(this.host.seed, this.identity.index, purpose, limit);
  }

  objectOf(classId: number, obis: string): CosemObject | undefined {
    return this.model.find(classId, obis);
  }

  objectOfTag(tag: string): CosemObject | undefined {
    return this.model.byTag.get(tag);
  }

  valueOfTag(tag: string, attributeId: number): Data | undefined {
    const object = this.objectOfTag(tag);
    const attribute = object?.attributes.find(({ id }) => id === attributeId);
    return object === undefined || attribute === undefined ? undefined : this.valueOf(object, attribute);
  }

  find(classId: number, obis: string, attributeId: number): { object: CosemObject; attribute: CosemAttribute } | number {
    const object = this.objectOf(classId, obis);
    const attribute = object?.attributes.find(({ id }) => id === attributeId);
    return object === undefined || attribute === undefined ? DATA_ACCESS_RESULT['object-undefined'] : { object, attribute };
  }

  /** The value of an attribute as a client with all rights reads it. */
  read(object: CosemObject, attribute: CosemAttribute, access?: SelectiveAccess): GetResult {
    const layout = attribute.id === 2 ? layoutOf(this, object) : undefined;
    if (layout === undefined) return { ok: true, data: this.valueOf(object, attribute) };
    const override = this.values.overrideOf(object.classId, object.obis, 2);
    const rows = override === undefined ? rowsOfBuffer(this, object) : rowsOfValue(override, layout, this.zone);
    return readBuffer(rows, layout, access, this.zone);
  }

  /** A client's SET of an attribute that the profile lets it write; a data-access-result. */
  write(object: CosemObject, attribute: CosemAttribute, data: Data): number {
    if (attribute.access !== 'RW') return DATA_ACCESS_RESULT['read-write-denied'];
    if (data.type !== attribute.type) return DATA_ACCESS_RESULT['type-unmatched'];
    const result = behaviourOf(object).write?.(this, object, attribute.id, data);
    if (result !== undefined) return result;
    this.values.write(object.classId, object.obis, attribute.id, data);
    return DATA_ACCESS_RESULT.success;
  }

  private get model(): ReturnType<typeof meterModel> {
    return meterModel(this.identity.profile, this.identity.polyphase);
  }

  private valueOf(object: CosemObject, attribute: CosemAttribute): Data {
    const { classId, obis } = object;
    return (
      this.values.overrideOf(classId, obis, attribute.id) ??
      this.liveValue(object, attribute.id) ??
      this.values.writtenTo(classId, obis, attribute.id) ??
      defaultValue(this.identity, object, attribute)
    );
  }

  private liveValue(object: CosemObject, attribute: number): Data | undefined {
    if (object.tag === 'INVOCATION_COUNTER') return d.u32(this.keys.lastAccepted);
    if (object.classId === 15 && attribute === 2) return objectList(this.model);
    if (object.profile !== undefined && attribute === 7) return d.u32(rowsOfBuffer(this, object).length);
    return behaviourOf(object).read?.(this, object, attribute);
  }
}

const clockObis = '0.0.1.0.0.255';
