import { createHmac } from 'node:crypto';
import type { NotificationRequest } from './notification-events.js';

/** A POST request as it goes to the client. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** The body: never the command's response, which only an API key opens. The same at every attempt. */
export function bodyOf(id: string, request: NotificationRequest): string {
  const { correlationUid, deviceIdentification, operation, status, result, notificationType, occurredAt } = request;
  return JSON.stringify({ id, correlationUid, deviceIdentification, operation, status, result, notificationType, occurredAt });
}

/** `v1=` and the HMAC-SHA-256, in hex, of id, timestamp and body with points between them; the key is the secret's UTF-8 octets. */
export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`, 'utf8').digest('hex')}`;
}

/** @param now epoch ms; the timestamp is in whole seconds since the epoch */
export function signedRequest(id: string, request: NotificationRequest, secret: string, now: number): WebhookRequest {
  const body = bodyOf(id, request);
  const timestamp = String(Math.floor(now / 1_000));
  const signature = signatureOf(secret, id, timestamp, body);
  return {
    url: request.url,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'meterlog',
      'Meterlog-Id': id,
      'Meterlog-Timestamp': timestamp,
      'Meterlog-Signature': signature,
    },
    body,
  };
}
