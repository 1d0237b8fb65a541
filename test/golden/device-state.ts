import { join } from 'node:path';
import { deviceEventTypes, DEVICE_STATE_VERSION, evolve, initialState, type RecordedDeviceEvent } from '#domain';
import { EventRegistry } from '#event-sourcing';
import { allEventTypes } from '#orchestration';
import { GOLDEN_DIRECTORY, goldenFile, readGolden } from './golden-events.js';

export const DEVICE_STATE = join(GOLDEN_DIRECTORY, `device-state-${DEVICE_STATE_VERSION}.json`);

/** Events after which the sample command is not open any more. */
const ENDINGS = new Set(['CommandSucceeded', 'CommandFailed', 'CommandExpired', 'CommandCancelled']);

/** The state that the golden events fold to: those of the registry and of a command's life, then each of its endings. */
export function foldedDevice(): string {
  const registry = new EventRegistry(allEventTypes);
  const names = deviceEventTypes.map(({ type }) => type as string).toSorted();
  const order = ['CommandAccepted', ...names.filter((name) => name !== 'CommandAccepted' && !ENDINGS.has(name))];
  const events = order.map((name) => registry.decode({ ...readGolden(goldenFile(name, registry.get(name)?.version ?? 1)), position: 1 }));
  const open = events.reduce((state, event) => evolve(state, event as RecordedDeviceEvent), initialState('TEST1024000000001'));
  const ended = [...ENDINGS].map((name) => {
    const event = registry.decode({ ...readGolden(goldenFile(name, registry.get(name)?.version ?? 1)), position: 1 });
    return evolve(open, event as RecordedDeviceEvent).closed;
  });
  return `${JSON.stringify({ open, ended }, null, 2)}\n`;
}
