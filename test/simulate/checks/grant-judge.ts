import type { DeviceCommand } from '#domain';
import type { ActContext, DeviceRepository, Ownership } from '#orchestration';
import type { World } from '../world/world.js';
import type { JudgedPermits } from './judged-permits.js';
import type { KnownCommand } from './known-command.js';

const AGEING_STEP = 15 * 60_000;
/** After trouble (a call that failed, a clock that jumped, a process that died) it takes a while until everything is known again. */
const RECOVERY = 3 * 60_000;

/** Priority as it counts for whoever is to get the next permit: one more for each quarter of an hour past due, up to 8. */
function effective({ priority, dueAt }: KnownCommand, now: number): number {
  const steps = Math.max(0, Math.floor((now - dueAt) / AGEING_STEP));
  return priority >= 8 ? priority : Math.min(8, priority + steps);
}

/** Looks over the shoulder of one process at each claim, which follows its permit at once. */
export class GrantJudge {
  constructor(
    private readonly world: World,
    private readonly process: string,
    private readonly permits: JudgedPermits,
    private readonly ownership: Ownership,
    /** Everything up to here is known to the process. */
    private readonly known: () => number,
  ) {}

  /** The same repository, watched. */
  watched(devices: DeviceRepository): DeviceRepository {
    const execute = (device: string, command: DeviceCommand, context: ActContext): ReturnType<DeviceRepository['execute']> => {
      if (command.kind === 'StartAttempt') {
        this.permits.use(device, command.cell ?? '');
        this.#judge(command.correlationUid, command.cell ?? '');
      }
      return devices.execute(device, command, context);
    };
    return new Proxy(devices, {
      get: (target, name) => {
        if (name === 'execute') return execute;
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  }

  #judge(uid: string, cell: string): void {
    const { record, clock, time, troubledAt, findings } = this.world;
    const chosen = record.commands.get(uid);
    if (chosen === undefined || time.now - troubledAt < RECOVERY || chosen.position > this.known()) return;
    const now = clock.now();
    const rank = effective(chosen, now);
    for (const other of record.open) {
      if (other === chosen || other.cell !== cell || effective(other, now) <= rank || !this.#couldStart(other, now)) continue;
      findings.add(
        `${this.process} chose command ${uid} (effective priority ${rank}) while ${other.uid} (${effective(other, now)}) of the same cell was waiting`,
      );
    }
  }

  /** It waits for nothing but a permit, and the process must know that. */
  #couldStart(command: KnownCommand, now: number): boolean {
    const { record, time } = this.world;
    const device = record.device(command.device);
    const known = this.known();
    return (
      this.ownership.owns(command.device) &&
      command.status === 'WAITING' &&
      command.position <= known &&
      command.dueAt <= now &&
      // A retry may be due before by a clock that was put back.
      Date.parse(command.options.scheduleTime ?? '1970-01-01T00:00:00Z') <= now &&
      now < command.expiresAt &&
      !device.hasMoved &&
      device.running === undefined &&
      device.freeSince < time.now &&
      device.circuitUntil <= now &&
      device.circuitPosition <= known &&
      !this.permits.isBusy(command.device)
    );
  }
}
