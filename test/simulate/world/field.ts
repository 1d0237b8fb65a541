import type { SessionRequest } from '#gateway';
import type { Findings } from '../checks/findings.js';
import type { Record } from '../checks/record.js';

interface Session {
  readonly uid: string;
  readonly process: string;
}

/** A connection to a meter. */
export interface Line {
  /** The meter still has it. */
  readonly isOpen: boolean;
  /** May be done more than once. */
  hangUp(this: void): void;
}

/** The meters, as they themselves would tell what was done to them. */
export class Field {
  readonly #sessions = new Map<string, Session>();
  /** How often each action was carried out without anybody's leave to do it again. */
  readonly #carriedOut = new Map<string, { times: number; decisions: number }>();
  sessions = 0;

  constructor(
    private readonly record: Record,
    private readonly findings: Findings,
  ) {}

  get busy(): number {
    return this.#sessions.size;
  }

  /** Somebody dials. */
  dialled({ deviceIdentification: device, correlationUid: uid, actions }: SessionRequest, process: string): Line {
    this.sessions++;
    this.findings.tell(() => `${process} dials ${device} for ${uid}: ${actions.map(({ operation }) => operation).join(', ')}`);
    const other = this.#sessions.get(device);
    if (other !== undefined) this.findings.add(`two sessions with ${device}: ${other.uid} of ${other.process} and ${uid} of ${process}`);
    const command = this.record.commands.get(uid);
    if (command?.endings.includes('CommandCancelled')) this.findings.add(`command ${uid} was cancelled, and was sent`);
    else if (command?.status !== 'RUNNING') this.findings.add(`command ${uid} was sent while it was ${command?.status ?? 'unknown'}`);
    const again = actions.filter(({ index }) => command?.answered.has(index)).map(({ index }) => index);
    if (again.length > 0) this.findings.add(`command ${uid}: slots ${again.join(', ')} were sent although they had been answered`);
    const session = { uid, process };
    this.#sessions.set(device, session);
    const isOpen = (): boolean => this.#sessions.get(device) === session;
    return {
      get isOpen() {
        return isOpen();
      },
      hangUp: () => {
        if (isOpen()) this.#sessions.delete(device);
      },
    };
  }

  wasCarriedOut(uid: string, index: number): boolean {
    const done = this.#carriedOut.get(`${uid}/${index}`);
    return done !== undefined && done.decisions === (this.record.commands.get(uid)?.decisions ?? 0);
  }

  /** The meter did it. */
  carriedOut(uid: string, index: number, isDangerous: boolean): void {
    const decisions = this.record.commands.get(uid)?.decisions ?? 0;
    if (isDangerous && this.wasCarriedOut(uid, index))
      this.findings.add(`command ${uid}: dangerous action ${index} was carried out twice without a decision`);
    this.#carriedOut.set(`${uid}/${index}`, { times: (this.#carriedOut.get(`${uid}/${index}`)?.times ?? 0) + 1, decisions });
  }
}
