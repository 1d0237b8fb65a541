import type { Api } from '../support/api.js';
import type { PlannedCommand } from './workload.js';

/** Sends planned commands until the platform is gone; what got no answer is sent again in the next life, under the same idempotency key. */
export class Pump {
  readonly accepted = new Map<string, PlannedCommand>();
  #next = 0;

  constructor(private readonly commands: readonly PlannedCommand[]) {}

  /** Some of those accepted last. */
  latest(count: number): readonly string[] {
    return [...this.accepted.keys()].slice(-count);
  }

  get left(): number {
    return this.commands.length - this.#next;
  }

  /** Sends at most `count`; answers when they are accepted or the platform does not answer any more. */
  async send(api: Api, count: number): Promise<void> {
    for (let sent = 0; sent < count && this.left > 0; sent++) {
      const command = this.commands[this.#next];
      if (command === undefined) return;
      const { operation, idempotencyKey, ...body } = command;
      const answer = await api
        .post<{ correlationUid: string }>(`/v1/commands/${operation}`, body, { 'idempotency-key': idempotencyKey })
        .catch(() => undefined);
      if (answer === undefined) return;
      // It may have been accepted, and a read model lags.
      if (answer.status === 503 || answer.status === 504) return;
      if (answer.status !== 202 && answer.status !== 200)
        throw new Error(`${operation} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
      this.accepted.set(answer.body.correlationUid, command);
      this.#next++;
    }
  }
}
