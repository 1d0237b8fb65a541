import type { EventRegistry, RecordedEvent } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import type { DeviceEventData } from '#domain';

export const COMMAND_ACCEPTED = 'CommandAccepted';

/** What a notification needs to know of a command from its beginning. */
export interface AcceptedCommand {
  readonly operation: string;
  readonly organisation: string;
  readonly responseUrl: string | undefined;
}

/** So many at least, twice as many at most. */
const REMEMBERED = 10_000;
/** Most commands end a few events after they began; what waited long is looked for in larger steps. */
const FIRST_LOOK = 32;
const LOOK = 500;

/** Finds the acceptance of a command that has ended: on the device's stream, which is spared for those seen lately. */
export class AcceptedCommands {
  private seen = new Map<string, AcceptedCommand>();
  /** Those before: taking the oldest out of one large map one by one would have it searched for, behind all the holes of those before it. */
  private seenBefore: ReadonlyMap<string, AcceptedCommand> = new Map();

  constructor(
    private readonly store: EventStore,
    private readonly registry: EventRegistry,
  ) {}

  /** @param event of type CommandAccepted */
  remember(event: RecordedEvent): void {
    this.seen.set(keyOf(event.stream, event.correlationUid), acceptedOf(event));
    if (this.seen.size < REMEMBERED) return;
    this.seenBefore = this.seen;
    this.seen = new Map();
  }

  /** Undefined when the stream has no such command. */
  async find({ stream, revision, correlationUid }: RecordedEvent): Promise<AcceptedCommand | undefined> {
    const key = keyOf(stream, correlationUid);
    return this.seen.get(key) ?? this.seenBefore.get(key) ?? this.onStream(stream, revision, correlationUid);
  }

  private async onStream(stream: string, upTo: number, correlationUid: string): Promise<AcceptedCommand | undefined> {
    let from = upTo;
    for (let limit = FIRST_LOOK; from >= 0; limit = LOOK) {
      const page: readonly StoredEvent[] = await this.store.readStream(stream, { from, direction: 'backward', limit });
      const found = (await this.registry.decodeAll(page.filter(({ type }) => type === COMMAND_ACCEPTED))).find(
        (event) => event.correlationUid === correlationUid,
      );
      if (found !== undefined) return acceptedOf(found);
      from = (page.at(-1)?.revision ?? 0) - 1;
    }
    return undefined;
  }
}

const keyOf = (stream: string, correlationUid: string): string => `${stream}|${correlationUid}`;

function acceptedOf({ data, actor }: RecordedEvent): AcceptedCommand {
  const { operation, options } = data as DeviceEventData<'CommandAccepted'>;
  return { operation, organisation: actor.split('/', 1)[0] ?? '', responseUrl: options.responseUrl };
}
