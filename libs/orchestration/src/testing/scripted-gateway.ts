import type { EffectJournal, SessionRequest, SessionResult } from '#gateway';

export type Script = (request: SessionRequest, signal?: AbortSignal, journal?: EffectJournal) => SessionResult | Promise<SessionResult>;

/** A gateway whose meters do what the test says; it also watches that no device gets two sessions at once. */
export class ScriptedGateway {
  readonly requests: SessionRequest[] = [];
  readonly #open = new Set<string>();
  script: Script;

  constructor(script: Script) {
    this.script = script;
  }

  get idle(): boolean {
    return this.#open.size === 0;
  }

  /** Its process died, and all sessions with it. */
  crash(): void {
    this.#open.clear();
  }

  async run(request: SessionRequest, signal?: AbortSignal, journal?: EffectJournal): Promise<SessionResult> {
    const { deviceIdentification } = request;
    if (this.#open.has(deviceIdentification)) throw new Error(`two sessions with ${deviceIdentification}`);
    this.#open.add(deviceIdentification);
    this.requests.push(request);
    try {
      return await this.script(request, signal, journal);
    } finally {
      this.#open.delete(deviceIdentification);
    }
  }
}

/** Every action answered with its index as the response. */
export const allAnswered: Script = ({ actions }) => ({
  answered: actions.map(({ index, operation }) => ({ index, operation, ok: true, response: { slot: index }, facts: [] })),
  facts: [],
});

/** What a gateway says of a session that it was told to stop. */
export const stopped = { code: 0, type: 'ATTEMPT_ABANDONED', message: 'stopped', component: 'PROTOCOL_DLMS' } as const;

/** Never answers, until it is told to stop. */
export const silent: Script = (_request, signal) =>
  new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve({ answered: [], facts: [], failure: stopped }));
  });
