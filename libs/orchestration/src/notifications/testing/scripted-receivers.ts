import type { Clock } from '#event-sourcing';
import type { AttemptResult } from '../decide-notification.js';
import type { WebhookSender } from '../ports.js';
import type { WebhookRequest } from '../signed-request.js';

export interface Sent extends WebhookRequest {
  /** Epoch ms. */
  readonly at: number;
}

export const DELIVERED: AttemptResult = { outcome: 'DELIVERED', httpStatus: 200 };
export const REJECTED: AttemptResult = { outcome: 'REJECTED', httpStatus: 503 };

/** Stands for the clients: answers as `script` says, and keeps what came. */
export class ScriptedReceivers implements WebhookSender {
  readonly sent: Sent[] = [];
  script: (request: Sent, signal: AbortSignal) => Promise<AttemptResult | undefined> = async () => DELIVERED;

  constructor(private readonly clock: Clock) {}

  async send(request: WebhookRequest, signal: AbortSignal): Promise<AttemptResult | undefined> {
    const sent = { ...request, at: this.clock.now() };
    this.sent.push(sent);
    return this.script(sent, signal);
  }

  /** `Meterlog-Id` of what came to this URL. */
  idsTo(url: string): readonly string[] {
    return this.sent.filter((each) => each.url === url).map(idOf);
  }
}

export const idOf = ({ headers }: WebhookRequest): string => headers['Meterlog-Id'] ?? '';

/** A receiver that never answers. */
export async function hanging(_request: Sent, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined));
  });
}
