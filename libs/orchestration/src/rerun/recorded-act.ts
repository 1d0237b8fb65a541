import { isFactType, type DeviceEventOf, type DeviceEvent, type Fact, type RecordedDeviceEvent } from '#domain';

/** Everything that one command to a device's stream recorded. */
export interface RecordedAct {
  readonly commandId: string;
  readonly correlationUid: string;
  readonly actor: string;
  /** Of its first event. */
  readonly revision: number;
  /** When it was decided, epoch ms. */
  readonly now: number;
  /** Never empty. */
  readonly events: readonly RecordedDeviceEvent[];
}

/** What a meter said or was told, as opposed to what was decided. */
export function isFact(event: RecordedDeviceEvent): event is Extract<RecordedDeviceEvent, { type: Fact['type'] }> {
  return isFactType(event.type);
}

/** The first event of a type in an act. */
export function eventOf<T extends DeviceEvent['type']>(events: RecordedAct['events'], type: T): DeviceEventOf<T>['data'] | undefined {
  return events.find((event) => event.type === type)?.data as DeviceEventOf<T>['data'] | undefined;
}

/** The events of one act, in order. @throws TypeError when there are none */
export function recordedAct(events: readonly RecordedDeviceEvent[]): RecordedAct {
  const [first] = events;
  if (first === undefined) throw new TypeError('an act without events');
  const { commandId, correlationUid, actor, revision } = first;
  // A decided event was true when it was decided; its record may carry a later stamp. A fact has a time of its own.
  const decided = events.find((event) => !isFact(event));
  return { commandId, correlationUid, actor, revision, now: Date.parse(decided?.occurredAt ?? first.recordedAt), events };
}
