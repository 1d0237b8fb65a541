import { Notifications, type NotificationsOptions } from '#orchestration';
import { RUNNING_ORGANISATION } from '#contract';
import { HttpWebhookSender } from './http-webhook-sender.js';

export interface WebhookSettings {
  /** For commands of organisation `operations` that name none; default: none. */
  readonly webhookUrl?: string | undefined;
  /** Default: none, and nothing is sent. */
  readonly webhookSecret?: string | undefined;
  /** Default: reject. */
  readonly webhookPrivate?: 'accept' | 'reject';
}

type Environment = Pick<NotificationsOptions, 'store' | 'readStore' | 'registry' | 'clock' | 'log' | 'observer'>;

/** Notifications that go out over HTTP, as the settings say. */
export async function openNotifications(
  { webhookUrl, webhookSecret, webhookPrivate = 'reject' }: WebhookSettings,
  environment: Environment,
): Promise<Notifications> {
  return Notifications.open({
    ...environment,
    sender: new HttpWebhookSender({ clock: environment.clock, privateAddresses: webhookPrivate }),
    secret: webhookSecret,
    urlOf: (organisation) => (organisation === RUNNING_ORGANISATION ? webhookUrl : undefined),
  });
}
