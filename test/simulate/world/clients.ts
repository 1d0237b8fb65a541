import { cellKey, CommandRefusedError, type AcceptOperation, type DeviceCommand } from '#domain';
import { ADD_DEVICE_DATA, addDevice, SETTINGS } from '#domain/device/testing/samples.js';
import type { ActContext } from '#orchestration';
import type { Act, Cell, Send } from '../plan/acts.js';
import type { PlatformProcess } from './platform-process.js';
import type { World } from './world.js';

/** Between two tries of somebody who got no answer, ms. */
const PATIENCE = 500;

export const deviceName = (number: number): string => `METER${String(number).padStart(4, '0')}`;
const uidOf = (kind: string, number: number): string => `${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const commandUid = (number: number): string => uidOf('c0000000', number);

/** Whoever wants something of the platform: asks until there is an answer. */
export class Clients {
  /** Commands of which somebody was told that they are accepted. */
  readonly accepted = new Set<string>();
  /** Wishes without an answer. */
  waiting = 0;
  #acts = 0;
  readonly #deviceOf = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly processes: readonly PlatformProcess[],
  ) {}

  /** A meter is registered, or registered anew in another cell. */
  register(device: number, cell: Cell): void {
    const uid = uidOf('de000000', ++this.#acts);
    const data = { ...ADD_DEVICE_DATA, device: { ...SETTINGS, ...cell }, overwrite: true };
    this.world.findings.tell(() => `${deviceName(device)} is registered in cell "${cellKey(cell.btsId, cell.cellId)}"`);
    void this.#insist(deviceName(device), addDevice({ correlationUid: uid, data, requestHash: uid, actor: 'north/sim/-' }), uid, 'north/sim/-');
  }

  /** The organisation may do everything with the meter from now on. */
  grant(device: number, organisation: string): void {
    const correlationUid = uidOf('a0000000', ++this.#acts);
    const command = { kind: 'GrantAuthorization', correlationUid, organisation, functionGroup: 'OWNER' } as const;
    void this.#insist(deviceName(device), command, correlationUid, 'operations/sim/-');
  }

  do(act: Act): void {
    switch (act.kind) {
      case 'send':
        return this.#send(act);
      case 'cancel':
      case 'hold':
      case 'release':
      case 'prioritise':
      case 'decide':
      case 'delete-response':
        return this.#touch(act);
      case 'move':
        return this.register(act.device, act.cell);
      case 'hear': {
        const correlationUid = uidOf('ea000000', ++this.#acts);
        void this.#insist(deviceName(act.device), { kind: 'RecordContact', correlationUid, source: 'push' }, correlationUid, 'meterlog/gateway');
        return undefined;
      }
      default:
        throw new Error(`clients do not ${act.kind}`);
    }
  }

  #send({ number, device, organisation, operation, data, options, scheduledIn, expiresIn }: Send): void {
    const now = this.world.clock.now();
    const correlationUid = commandUid(number);
    const actor = `${organisation}/sim/-`;
    const times = {
      ...(scheduledIn === undefined ? {} : { scheduleTime: new Date(now + scheduledIn).toISOString() }),
      ...(expiresIn === undefined ? {} : { maxScheduleTime: new Date(now + expiresIn).toISOString() }),
    };
    const accept = { kind: 'Accept', correlationUid, operation, data, options: { ...options, ...times }, requestHash: correlationUid, actor };
    this.#deviceOf.set(correlationUid, deviceName(device));
    void this.#insist(deviceName(device), accept as AcceptOperation, correlationUid, actor).then((answer) => {
      if (answer === 'done') this.accepted.add(correlationUid);
    });
  }

  #touch({ kind, number, priority, again }: Extract<Act, { number: number; again: boolean }>): void {
    const correlationUid = commandUid(number);
    const device = this.#deviceOf.get(correlationUid);
    if (device === undefined) return;
    // Whoever offers this to clients asks for it only of a command that has ended: its device forgets old ones.
    if (kind === 'delete-response' && !this.accepted.has(correlationUid)) return;
    const wish = { correlationUid, reason: 'so it was planned' };
    const command = ((): DeviceCommand => {
      switch (kind) {
        case 'cancel':
          return { kind: 'Cancel', ...wish };
        case 'hold':
          return { kind: 'Hold', ...wish };
        case 'release':
          return { kind: 'Release', ...wish };
        case 'prioritise':
          return { kind: 'ChangePriority', ...wish, priority };
        case 'decide':
          return { kind: 'TakeDecision', ...wish, decision: again ? 'retry' : 'fail' };
        case 'delete-response':
          return { kind: 'DeleteResponse', ...wish };
      }
    })();
    void this.#insist(device, command, correlationUid, 'north/sim/-');
  }

  async #insist(device: string, command: DeviceCommand, correlationUid: string, actor: string): Promise<'done' | 'refused'> {
    const commandId = uidOf('ac000000', ++this.#acts);
    const context = { commandId, correlationUid, causationId: null, actor };
    this.waiting++;
    for (;;) {
      const answer = await this.#ask(device, command, context);
      if (answer !== undefined) {
        this.waiting--;
        return answer;
      }
      await this.world.time.wait(PATIENCE);
    }
  }

  /** Undefined: there was no answer. */
  async #ask(device: string, command: DeviceCommand, context: ActContext): Promise<'done' | 'refused' | undefined> {
    const desk = this.world.random.pick(this.processes).desk;
    if (desk === undefined) return undefined;
    return new Promise((resolve) => {
      desk.life.onDeath(() => resolve(undefined));
      desk.devices.execute(device, command, context).then(
        () => resolve('done'),
        (error: unknown) => resolve(error instanceof CommandRefusedError ? 'refused' : undefined),
      );
    });
  }
}
