import type { DeviceCommand } from '../commands.js';
import { decide } from '../decide/index.js';
import type { DeviceEvent } from '../events/index.js';
import type { RecordedDeviceEvent } from '../events/recorded.js';
import { evolve } from '../evolve.js';
import type { CommandPolicies } from '../policy.js';
import { CommandRefusedError } from '../refusal.js';
import { initialState, type DeviceState } from '../state.js';
import { DEVICE, NOW, registered, UID } from './samples.js';

/** A registered device to which one thing after another happens; it is {@link NOW} in the beginning. */
export class DeviceLife {
  /** Epoch ms. */
  now = NOW;
  state: DeviceState = initialState(DEVICE);

  constructor(private readonly policies: CommandPolicies) {
    this.fold(registered());
  }

  /** Decides and records. @throws CommandRefusedError */
  act(command: DeviceCommand): readonly DeviceEvent[] {
    const events = this.decided(command);
    for (const event of events) this.fold(event, command.correlationUid);
    return events;
  }

  /** Decides alone. @throws CommandRefusedError */
  decided(command: DeviceCommand): readonly DeviceEvent[] {
    return decide(command, this.state, this.now, this.policies);
  }

  /** Why it is refused now; undefined when it is not. */
  refusal(command: DeviceCommand): CommandRefusedError | undefined {
    try {
      this.decided(command);
      return undefined;
    } catch (error) {
      if (error instanceof CommandRefusedError) return error;
      throw error;
    }
  }

  fold(event: DeviceEvent, correlationUid: string = UID): void {
    const instant = new Date(this.now).toISOString();
    const origin = { eventId: '', commandId: '', causationId: null, actor: 'operations/demo/-', schemaVersion: 1 };
    const place = { stream: `device-${DEVICE}`, revision: 0, position: 1, prevHash: '', hash: '' };
    const recorded = { ...origin, ...place, correlationUid, occurredAt: instant, recordedAt: instant, ...event };
    this.state = evolve(this.state, recorded as RecordedDeviceEvent);
  }
}
