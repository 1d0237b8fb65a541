import { DATA_ACCESS_RESULT, d, parseObis, type AttributeRef, type Data, type GetResult, type MethodRef } from '#dlms';
import type { ServerObjects } from '#dlms/server/index.js';

import type { Meter } from './meter.js';
import { invokeMethod } from './behaviour/methods.js';

/** Objects that the public client may read. */
const publicTags = new Set(['INVOCATION_COUNTER', 'ASSOCIATION_LN', 'LOGICAL_DEVICE_NAME', 'DEVICE_ID_1', 'CLOCK']);

/** A result that takes the place of the real one, decided before the meter is asked. */
export type InjectedResult = (service: 'get' | 'set' | 'action') => number | undefined;

/** A meter's objects as one client sees them. */
export class ClientObjects implements ServerObjects {
  constructor(
    private readonly meter: Meter,
    private readonly client: { readonly sap: number; readonly isPublic: boolean },
    private readonly injected: InjectedResult,
  ) {}

  read(ref: AttributeRef): GetResult {
    this.meter.settle();
    const failure = this.injected('get');
    if (failure !== undefined) return { ok: false, result: failure };
    if (ref.attribute === 1) return this.logicalName(ref);
    const found = this.meter.find(ref.classId, ref.obis, ref.attribute);
    if (typeof found === 'number') return { ok: false, result: found };
    if (this.client.isPublic && !publicTags.has(found.object.tag)) return { ok: false, result: DATA_ACCESS_RESULT['read-write-denied'] };
    return this.meter.read(found.object, found.attribute, ref.access);
  }

  write(ref: AttributeRef, data: Data): number {
    this.meter.settle();
    const result = this.injected('set') ?? this.written(ref, data);
    this.note('SET', ref.classId, ref.obis, ref.attribute, result, data);
    return result;
  }

  invoke(ref: MethodRef, parameter?: Data): { result: number } {
    this.meter.settle();
    const denied = this.client.isPublic ? DATA_ACCESS_RESULT['read-write-denied'] : undefined;
    const result = this.injected('action') ?? denied ?? invokeMethod(this.meter, ref, parameter);
    this.note('ACTION', ref.classId, ref.obis, ref.method, result, parameter);
    return { result };
  }

  private written(ref: AttributeRef, data: Data): number {
    if (this.client.isPublic) return DATA_ACCESS_RESULT['read-write-denied'];
    const found = this.meter.find(ref.classId, ref.obis, ref.attribute);
    return typeof found === 'number' ? found : this.meter.write(found.object, found.attribute, data);
  }

  private logicalName({ classId, obis }: AttributeRef): GetResult {
    if (this.meter.objectOf(classId, obis) === undefined) return { ok: false, result: DATA_ACCESS_RESULT['object-undefined'] };
    return { ok: true, data: d.octets(parseObis(obis)) };
  }

  private note(service: 'SET' | 'ACTION', classId: number, obis: string, index: number, result: number, payload: Data | undefined): void {
    const time = new Date(this.meter.clock.now()).toISOString();
    this.meter.journal.add({ time, association: this.client.sap, service, classId, obis, index, result }, payload);
  }
}
