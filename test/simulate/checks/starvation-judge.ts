import type { RecordedDeviceEvent } from '#domain';
import type { World } from '../world/world.js';

/** A command that nothing keeps from starting starts within this, ms. */
const PATIENCE = 2 * 60_000;
/** After trouble (a call that failed, a clock that jumped, a process that died or froze) it takes a while until all is known again, ms. */
const RECOVERY = 5 * 60_000;

/** No command expires while it could have been started: that one was forgotten. */
export class StarvationJudge {
  constructor(private readonly world: World) {}

  /** Call before the record takes the event in. */
  observe({ type, correlationUid: uid }: RecordedDeviceEvent): void {
    const { record, permits, time, clock, troubledAt, findings } = this.world;
    const command = record.commands.get(uid);
    if (type !== 'CommandExpired' || command?.status !== 'WAITING') return;
    const device = record.device(command.device);
    // Its commands may stand in the queue of a cell that it has left, until one of them is tried.
    if (device.hasMoved) return;
    const now = clock.now();
    const dueAt = Math.max(command.dueAt, device.circuitUntil, Date.parse(command.options.scheduleTime ?? '1970-01-01T00:00:00Z'));
    const idle = Math.min(
      now - dueAt,
      time.now - command.since,
      time.now - device.freeSince,
      time.now - permits.freeSince(device.cell),
      time.now - troubledAt - RECOVERY,
    );
    if (device.running === undefined && idle > PATIENCE)
      findings.add(`command ${uid} expired although nothing kept it from starting for ${idle / 1_000} s`);
  }
}
