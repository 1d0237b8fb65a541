import { randomUUID } from 'node:crypto';
import { deviceEventTypes, type DeviceEvent } from '#domain';
import { EventRegistry, firstHash } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import { METER, START } from './samples.js';

export const registry = new EventRegistry(deviceEventTypes);

export interface Placing {
  readonly device?: string;
  readonly correlationUid?: string;
  readonly actor?: string;
}

/** Writes device events as the repository would. */
export class DeviceStreams {
  private readonly heads = new Map<string, { revision: number; hash: string }>();
  private written = 0;

  constructor(private readonly store: EventStore) {}

  /** Answers the position of the last event. */
  async append(
    events: readonly DeviceEvent[],
    { device = METER, correlationUid = 'uid-1', actor = 'acme/billing/-' }: Placing = {},
  ): Promise<number> {
    const stream = `device-${device}`;
    let head = this.heads.get(device) ?? { revision: -1, hash: firstHash(stream) };
    const expected = head.revision < 0 ? 'no-stream' : head.revision;
    const sealed = events.map((event) => {
      this.written += 1;
      const time = new Date(START + this.written * 1000).toISOString();
      const identity = { eventId: randomUUID(), commandId: correlationUid, correlationUid, causationId: null, actor };
      const place = { stream, revision: head.revision + 1, prevHash: head.hash };
      const { event: stored, hash } = registry.seal(event, { ...identity, occurredAt: time, recordedAt: time, ...place });
      head = { revision: place.revision, hash };
      return stored;
    });
    this.heads.set(device, head);
    return (await this.store.append(stream, sealed, expected)).position;
  }

  /** An event of a known type whose stored data nobody can read. */
  async appendMalformed(type: DeviceEvent['type'], device = METER): Promise<number> {
    const head = this.heads.get(device) ?? { revision: -1, hash: '' };
    this.heads.set(device, { ...head, revision: head.revision + 1 });
    const event = { id: randomUUID(), type, data: '{}', metadata: '{}' };
    return (await this.store.append(`device-${device}`, [event], head.revision < 0 ? 'no-stream' : head.revision)).position;
  }
}
