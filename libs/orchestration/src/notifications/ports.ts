import type { AttemptResult } from './decide-notification.js';
import type { WebhookRequest } from './signed-request.js';

export interface WebhookSender {
  /** Sends one request, once. Never rejects; undefined when the signal broke it off, so that nobody knows what became of it. */
  send(request: WebhookRequest, signal: AbortSignal): Promise<AttemptResult | undefined>;
}

/** What an attempt led to. */
export type NotificationOutcome = 'delivered' | 'retried' | 'given_up';

/** For metrics. */
export interface NotificationObserver {
  attempted(outcome: NotificationOutcome): void;
}
