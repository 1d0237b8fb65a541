import type { RecordedDeviceEvent } from '#domain';
import type { EventRegistry } from '#event-sourcing';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '#eventstore/port.js';

type Observer = (event: RecordedDeviceEvent) => void;

/** Shows each event to somebody as soon as it is durable, before anybody else can learn of it. */
export class ObservedEventStore {
  constructor(
    private readonly inner: EventStore,
    private readonly registry: EventRegistry,
    private readonly observer: Observer,
  ) {}

  /** The store to be used. */
  get port(): EventStore {
    return new Proxy(this.inner, {
      get: (target, name) => {
        if (name === 'append') return this.#append.bind(this);
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  }

  async #append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
    const result = await this.inner.append(stream, events, expected);
    if (result.repeated) return result;
    for (const [index, event] of events.entries()) {
      const back = events.length - 1 - index;
      const place = { stream, revision: result.revision - back, position: result.position - back };
      // The registry checked it against its type's schema when it was sealed.
      this.observer(this.registry.decodeTolerant({ ...event, ...place }) as RecordedDeviceEvent);
    }
    return result;
  }
}
