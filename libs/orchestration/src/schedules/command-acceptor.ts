import { CommandRefusedError, type AcceptOperation } from '#domain';
import { EventRegistryError, type Clock, type Log } from '#event-sourcing';
import type { DeviceRepository } from '../device-repository.js';
import { commandUidOf, requestHashOf } from './occurrence-request.js';
import type { KnownCommands, ScheduleObserver } from './ports.js';
import type { RunningOccurrence, ScheduleState } from './schedule-state.js';
import type { Slots } from './slots.js';

export interface CommandAcceptorOptions {
  readonly devices: Pick<DeviceRepository, 'execute'>;
  readonly commands: KnownCommands;
  /** Shared by all occurrences. */
  readonly slots: Slots;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer?: ScheduleObserver | undefined;
}

export interface Acceptances {
  readonly accepted: number;
  readonly refused: number;
}

/** A device remembers an ended command for a day; long before that is over the read model is asked as well. */
const REMEMBERED = 12 * 3_600_000;

type Ask = Pick<ScheduleState, 'id' | 'owner'> & { readonly running: RunningOccurrence };

/** Has commands of an occurrence accepted. Doing it again changes nothing: each command's uid is that of schedule, occurrence and device. */
export class CommandAcceptor {
  constructor(private readonly options: CommandAcceptorOptions) {}

  /**
   * Asks each of the devices. Undefined when the signal aborted before all were asked.
   * @throws errors of the store: then some may have been asked
   */
  async ask(devices: readonly string[], ask: Ask, signal: AbortSignal): Promise<Acceptances | undefined> {
    const answers = await Promise.all(
      devices.map(async (device) => this.options.slots.use(async () => (signal.aborted ? undefined : this.accept(device, ask)))),
    );
    if (answers.includes(undefined)) return undefined;
    const accepted = answers.filter((isAccepted) => isAccepted === true).length;
    return { accepted, refused: answers.length - accepted };
  }

  /** False when the device refused. */
  private async accept(deviceIdentification: string, { id, owner: actor, running }: Ask): Promise<boolean> {
    const { devices, observer, clock, commands } = this.options;
    const { at, request, eventId, startedAt } = running;
    const correlationUid = commandUidOf(id, at, deviceIdentification);
    if (clock.now() - startedAt > REMEMBERED && (await commands.get(correlationUid)) !== undefined) return true;
    const requestHash = requestHashOf(request, deviceIdentification);
    const command = { kind: 'Accept', correlationUid, ...request, requestHash, actor } as AcceptOperation;
    try {
      const { events } = await devices.execute(deviceIdentification, command, {
        commandId: correlationUid,
        correlationUid,
        causationId: eventId,
        actor,
      });
      if (events.length > 0) observer?.accepted(request.operation);
      return true;
    } catch (error) {
      return this.refused(error, { schedule: id, deviceIdentification });
    }
  }

  /** What harms one device alone must not keep the others from being asked. */
  private refused(error: unknown, fields: object): false {
    const { log } = this.options;
    if (error instanceof CommandRefusedError) log.info({ ...fields, code: error.code }, 'a device refused the command of a schedule');
    else if (error instanceof EventRegistryError) log.error({ ...fields, err: error }, 'a device cannot be read: its scheduled command is left out');
    else throw error;
    return false;
  }
}
