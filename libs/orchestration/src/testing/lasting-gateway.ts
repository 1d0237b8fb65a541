import type { Clock } from '#event-sourcing';
import type { SessionRequest, SessionResult } from '#gateway';
import { allAnswered, ScriptedGateway, stopped } from './scripted-gateway.js';

/** A gateway whose sessions all take a while, of virtual time, and are answered in full then. */
export class LastingGateway extends ScriptedGateway {
  /** Sessions that wait for their time to be over. */
  resting = 0;
  #underWay = 0;
  #crashing = new AbortController();

  /** @param duration of a session, ms */
  constructor(
    clock: Clock,
    public duration: number,
  ) {
    super(async (request, signal) => {
      this.resting++;
      const ending = AbortSignal.any([this.#crashing.signal, ...(signal === undefined ? [] : [signal])]);
      await clock.wait(this.duration, ending);
      this.resting--;
      return ending.aborted ? { answered: [], facts: [], failure: stopped } : allAnswered(request);
    });
  }

  /** Nothing goes on of itself. */
  override get idle(): boolean {
    return this.#underWay === this.resting;
  }

  override crash(): void {
    super.crash();
    this.#crashing.abort();
    this.#crashing = new AbortController();
  }

  override async run(request: SessionRequest, signal?: AbortSignal): Promise<SessionResult> {
    this.#underWay++;
    try {
      return await super.run(request, signal);
    } finally {
      this.#underWay--;
    }
  }
}
