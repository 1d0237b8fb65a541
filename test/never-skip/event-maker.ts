import { deviceEventTypes, type DeviceEvent } from '#domain';
import { EventRegistry, firstHash } from '#event-sourcing';
import type { NewEvent } from '#eventstore/port.js';
import type { Random } from '../chaos/random.js';

const START = Date.parse('2026-11-24T12:00:00.000Z');
const ORIGIN = { commandId: 'command', correlationUid: 'command', causationId: null, actor: 'acme/billing/-' };

/** The reason of an event that a projection cannot apply: from it on its device is quarantined there. */
export const POISON = 'poison';
const POISONOUS = 0.005;

export const registry = new EventRegistry(deviceEventTypes);

function uuid(random: Random): string {
  const hex = Array.from({ length: 8 }, () => random.between(0, 0xffff).toString(16).padStart(4, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Makes events of a device that a projection can decode, and others that none handles. */
export class EventMaker {
  private made = 0;

  constructor(private readonly random: Random) {}

  ofDevice(stream: string, revision: number): NewEvent {
    const time = new Date(START + ++this.made).toISOString();
    const place = { stream, revision, prevHash: firstHash(stream) };
    return registry.encode(this.fact(time), { ...ORIGIN, eventId: uuid(this.random), occurredAt: time, recordedAt: time, ...place });
  }

  ofProcess(): NewEvent {
    const type = this.random.next() < 0.5 ? 'ProcessNoted' : 'ProcessWaited';
    return { id: uuid(this.random), type, data: JSON.stringify({ n: ++this.made }), metadata: '{}' };
  }

  private fact(time: string): DeviceEvent {
    const n = this.made;
    const facts: readonly DeviceEvent[] = [
      { type: 'ClockSynchronized', data: { timezone: 'Europe/Amsterdam', time } },
      { type: 'InvocationCounterRead', data: { value: n } },
      { type: 'ResponseDeleted', data: { reason: this.random.next() < POISONOUS ? POISON : `reason ${n}` } },
    ];
    return this.random.pick(facts);
  }
}
