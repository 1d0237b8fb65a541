import { Type } from '@sinclair/typebox';
import { EventRegistry, eventType, firstHash, uuidv5 } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';

const Probed = eventType('PowerLossProbed', Type.Object({ number: Type.Integer(), filler: Type.String() }));
const registry = new EventRegistry([Probed]);
const AT = '2026-01-01T00:00:00.000Z';
const NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/** A stream that continues its hash chain with every event, so that any changed byte of it can be found. */
export class ChainedStream {
  #revision = -1;
  #hash: string;

  constructor(
    private readonly store: EventStore,
    readonly name: string,
  ) {
    this.#hash = firstHash(name);
  }

  /** Appends one event with `characters` characters of filler. Answers its position and id when it is durable. */
  async append(characters: number): Promise<{ readonly position: number; readonly id: string }> {
    const number = this.#revision + 1;
    const id = uuidv5(NAMESPACE, `${this.name}/${number}`);
    const envelope = { eventId: id, commandId: id, correlationUid: id, causationId: null, actor: 'test', occurredAt: AT, recordedAt: AT };
    const { event, hash } = registry.seal(
      { type: Probed.type, data: { number, filler: 'x'.repeat(characters) } },
      { ...envelope, stream: this.name, revision: number, prevHash: this.#hash },
    );
    const { position } = await this.store.append(this.name, [event], this.#revision < 0 ? 'no-stream' : this.#revision);
    this.#revision = number;
    this.#hash = hash;
    return { position, id };
  }
}
