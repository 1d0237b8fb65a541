import { deviceEventTypes, type RecordedDeviceEvent } from '#domain';
import { EventRegistry } from '#event-sourcing';
import type { StoredEvent } from '#eventstore/port.js';
import { Findings } from '../simulate/checks/findings.js';
import type { KnownCommand } from '../simulate/checks/known-command.js';
import { Record } from '../simulate/checks/record.js';

export interface Lives {
  readonly commands: ReadonlyMap<string, KnownCommand>;
  readonly violations: readonly string[];
}

/** The rules of a simulated history, held against a real record: its events in the order in which they became durable. */
export function judgeLives(events: readonly StoredEvent[], attempts: number): Lives {
  const registry = new EventRegistry(deviceEventTypes);
  const moment = { now: 0 };
  const findings = new Findings(moment);
  const record = new Record(moment, findings, attempts);
  for (const stored of events) {
    if (!stored.stream.startsWith('device-')) continue;
    // Only platforms of this version have written here: each type is known, and was checked when it was sealed.
    const event = registry.decodeTolerant(stored) as RecordedDeviceEvent;
    moment.now = Date.parse(event.recordedAt);
    record.observe(event);
  }
  for (const { uid, endings } of record.commands.values())
    if (endings.length !== 1) findings.add(`command ${uid} has ${endings.length} endings (${endings.join(', ')})`);
  return { commands: record.commands, violations: findings.violations };
}
