import { formatPosition, type RecordedEvent } from '#event-sourcing';

/** An event as history and stream show it: with all that its hash covers, so that anybody can recompute it. */
export function historyItem(event: RecordedEvent, storeId: string) {
  const { stream: _ofTheDevice, position, ...published } = event;
  return { ...published, position: formatPosition(storeId, position) };
}
