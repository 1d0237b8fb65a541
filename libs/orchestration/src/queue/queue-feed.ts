import { cellKey, deviceEventTypes, organisationOf, type RecordedDeviceEvent } from '#domain';
import { EventRegistry, type Log } from '#event-sourcing';
import type { StoredEvent } from '#eventstore/port.js';
import { DEVICE_STREAM_PREFIX, type DeviceRepository } from '../device-repository.js';
import type { CommandQueue } from './command-queue.js';
import type { QueueEntry, WaitingCommand } from './entry.js';
import { waitingCommandOf } from './waiting-command.js';

/**
 * Types of the events that change what is in the queue. `CircuitOpened` is not among them: whether commands wait then is a matter of policy,
 * and the next claim is told. `DecisionTaken` comes with `RetryScheduled` or the end of the command.
 */
export const QUEUE_EVENTS: readonly RecordedDeviceEvent['type'][] = [
  'CommandAccepted',
  'CommandScheduled',
  'AttemptStarted',
  'RetryScheduled',
  'CommandHeld',
  'CommandReleased',
  'PriorityChanged',
  'DecisionRequested',
  'CommandSucceeded',
  'CommandFailed',
  'CommandExpired',
  'CommandCancelled',
  'CircuitClosed',
  'DeviceReplaced',
];

export interface QueueFeedOptions {
  readonly queue: CommandQueue;
  readonly devices: Pick<DeviceRepository, 'load'>;
  /** What is due from here on stays in the index, epoch ms. */
  horizon(this: void): number;
  owns(this: void, deviceIdentification: string): boolean;
  readonly log: Log;
}

const registry = new EventRegistry(deviceEventTypes);

/** Keeps the queue up with what is recorded. Events may come twice: what it knows are hints. */
export class QueueFeed {
  constructor(private readonly options: QueueFeedOptions) {}

  async apply(events: readonly StoredEvent[]): Promise<void> {
    for (const stored of events) {
      const device = stored.stream.slice(DEVICE_STREAM_PREFIX.length);
      const event = this.options.owns(device) ? this.decoded(stored) : undefined;
      if (event !== undefined) await this.applyOne(device, event);
    }
  }

  /** One unreadable event must not keep all devices waiting: what it was about is found in the index, late. */
  private decoded(stored: StoredEvent): RecordedDeviceEvent | undefined {
    try {
      // The subscription filters by type, and the registry checked the type's schema when it was written.
      return registry.decodeTolerant(stored) as unknown as RecordedDeviceEvent;
    } catch (error) {
      this.options.log.error(
        { err: error, stream: stored.stream, revision: stored.revision },
        'an event cannot be read: the queue goes on without it',
      );
      return undefined;
    }
  }

  private async applyOne(deviceIdentification: string, event: RecordedDeviceEvent): Promise<void> {
    const { queue } = this.options;
    const { correlationUid } = event;
    const entry = queue.find({ deviceIdentification, correlationUid });
    switch (event.type) {
      case 'CommandAccepted':
        return this.file(accepted(deviceIdentification, event));
      case 'CommandScheduled':
        return this.reschedule(entry, { dueAt: Date.parse(event.data.dueAt) });
      case 'AttemptStarted':
        if (entry !== undefined) queue.setAside(entry);
        return undefined;
      case 'RetryScheduled': {
        const { dueAt, priority } = event.data;
        return this.rescheduleOrLoad(deviceIdentification, correlationUid, { dueAt: Date.parse(dueAt), priority });
      }
      case 'CommandReleased':
        return this.rescheduleOrLoad(deviceIdentification, correlationUid, { dueAt: Date.parse(event.data.dueAt) });
      case 'CommandHeld':
      case 'DecisionRequested':
        return this.reschedule(entry, { dueAt: entry?.expiresAt ?? Infinity });
      case 'PriorityChanged':
        if (entry !== undefined) queue.reprioritise(entry, event.data.priority);
        return undefined;
      case 'CircuitClosed':
        return queue.callDevice(deviceIdentification);
      case 'DeviceReplaced':
        return this.moveDevice(deviceIdentification);
      default:
        return queue.remove({ deviceIdentification, correlationUid });
    }
  }

  private reschedule(entry: QueueEntry | undefined, change: Pick<WaitingCommand, 'dueAt'> & Partial<WaitingCommand>): void {
    if (entry === undefined) return;
    const { correlationUid, deviceIdentification, organisation, cell, priority, expiresAt } = entry;
    this.file({ correlationUid, deviceIdentification, organisation, cell, priority, expiresAt, ...change });
  }

  /** Of a command that is not known (what waits for long is not) its device knows all. */
  private async rescheduleOrLoad(
    deviceIdentification: string,
    correlationUid: string,
    change: Pick<WaitingCommand, 'dueAt'> & Partial<WaitingCommand>,
  ): Promise<void> {
    const entry = this.options.queue.find({ deviceIdentification, correlationUid });
    if (entry !== undefined) return this.reschedule(entry, change);
    // What waits beyond the horizon need not be known.
    if (change.dueAt >= this.options.horizon()) return;
    const { state } = await this.options.devices.load(deviceIdentification);
    const command = waitingCommandOf(state, correlationUid);
    if (command !== undefined) this.file(command);
  }

  /** It may be in another cell now: what waits for permits of the old one is to wait for the new one's. */
  private async moveDevice(deviceIdentification: string): Promise<void> {
    const { queue, devices } = this.options;
    const { state } = await devices.load(deviceIdentification);
    const cell = cellKey(state.registration?.device.btsId, state.registration?.device.cellId);
    for (const correlationUid of Object.keys(state.open)) {
      const entry = queue.find({ deviceIdentification, correlationUid });
      if (entry !== undefined && entry.cell !== cell) queue.move(entry, cell);
    }
  }

  private file(command: WaitingCommand): void {
    const { queue, horizon } = this.options;
    if (Math.min(command.dueAt, command.expiresAt) < horizon()) queue.put(command);
    else queue.remove(command);
  }
}

function accepted(deviceIdentification: string, event: RecordedDeviceEvent & { readonly type: 'CommandAccepted' }): WaitingCommand {
  const { data, correlationUid, actor, occurredAt } = event;
  return {
    correlationUid,
    deviceIdentification,
    organisation: organisationOf(actor),
    cell: cellKey(data.btsId, data.cellId),
    priority: data.options.priority,
    dueAt: Date.parse(occurredAt),
    expiresAt: Date.parse(data.expiresAt),
  };
}
