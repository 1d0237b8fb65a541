import type { Fault } from '#contract';
import { fault } from '#contract';
import type { SessionRequest, SessionResult } from '#gateway';

type Script = (request: SessionRequest, signal: AbortSignal | undefined) => Promise<SessionResult>;

/** Stands for the meters: answers sessions as a test says. */
export class ScriptedGateway {
  readonly requests: SessionRequest[] = [];
  script: Script = async (request) => answered(request, () => null);

  async run(request: SessionRequest, signal?: AbortSignal): Promise<SessionResult> {
    this.requests.push(request);
    return this.script(request, signal);
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }
}

/** Every action with the response that `respond` gives for its operation. */
export function answered({ actions }: SessionRequest, respond: (operation: string) => unknown): SessionResult {
  return {
    answered: actions.map(({ index, operation }) => ({ index, operation, ok: true, response: respond(operation), facts: [] })),
    facts: [],
  };
}

export const refused = (): Fault => fault(225, 'nobody listens', 'PROTOCOL_DLMS');
