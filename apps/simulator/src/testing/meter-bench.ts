import { profiles } from '#cosem';
import type { Data, SelectiveAccess } from '#dlms';

import { ClientObjects } from '../meter/client-objects.js';
import type { MeterIdentity } from '../meter/identity.js';
import type { MeterHost } from '../meter/meter-host.js';
import { Meter } from '../meter/meter.js';
import type { PushTarget } from '../push/send-push.js';

export interface Sent {
  readonly bytes: Buffer;
  readonly target: PushTarget;
}

/** One meter without sockets, asked as the management client asks it, its time in the test's hands. */
export class MeterBench {
  /** What the meter sent by itself. */
  readonly sent: Sent[] = [];
  /** The fleet's clock, epoch milliseconds. */
  now = Date.parse('2026-11-24T12:07:00Z');
  readonly meter: Meter;
  private readonly objects: ClientObjects;

  constructor(profile: string, changes: Partial<MeterIdentity> = {}) {
    const found = profiles.find(({ name, version }) => name + version === profile);
    if (found === undefined) throw new Error(`no profile ${profile}`);
    const host: MeterHost = {
      now: () => this.now,
      timezone: 'Europe/Amsterdam',
      seed: 7,
      watch: () => undefined,
      send: (bytes, target) => this.sent.push({ bytes, target }),
    };
    const identity: MeterIdentity = {
      index: 0,
      deviceIdentification: 'TEST1024000000001',
      address: '127.16.0.1',
      dynamicAddress: false,
      logicalDevice: 1,
      profile: found,
      polyphase: true,
      security: 'hls5',
      mbus: ['gas'],
      ...changes,
    };
    this.meter = new Meter(identity, host);
    this.objects = new ClientObjects(this.meter, { sap: 1, isPublic: false }, () => undefined);
  }

  /** Lets time pass, and what is due happen. */
  pass(ms: number): void {
    this.now += ms;
    this.meter.settle();
  }

  /** A value. @throws when the meter does not give it */
  get(tag: string, attribute = 2, access?: SelectiveAccess): Data {
    const result = this.objects.read({ ...this.named(tag), attribute, ...(access === undefined ? {} : { access }) });
    if (!result.ok) throw new Error(`${tag}/${attribute}: result ${result.result}`);
    return result.data;
  }

  /** A data-access-result. */
  set(tag: string, data: Data, attribute = 2): number {
    return this.objects.write({ ...this.named(tag), attribute }, data);
  }

  /** An action-result. */
  act(tag: string, method: number, parameter?: Data): number {
    return this.objects.invoke({ ...this.named(tag), method }, parameter).result;
  }

  /** Codes in a log, oldest first. */
  codes(log: string): number[] {
    const buffer = this.get(log);
    return (buffer.type === 'array' ? buffer.value : []).map((row) => {
      const code = row.type === 'structure' ? row.value[1] : undefined;
      return code !== undefined && 'value' in code ? Number(code.value) : -1;
    });
  }

  private named(tag: string): { classId: number; obis: string } {
    const object = this.meter.objectOfTag(tag);
    if (object === undefined) throw new Error(`no object ${tag}`);
    return object;
  }
}
