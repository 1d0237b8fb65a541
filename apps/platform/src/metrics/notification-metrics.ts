import { Counter, Gauge, type Registry } from 'prom-client';
import type { NotificationObserver } from '#orchestration';

/** What became of attempts to deliver webhooks, and how many webhooks wait for one. */
export function notificationMetrics(pending: () => Promise<number>, registry: Registry): NotificationObserver {
  const registers = [registry];
  const attempted = new Counter({
    name: 'meterlog_notifications_total',
    help: 'Attempts to deliver a webhook, by what they led to: delivered, retried, given_up',
    labelNames: ['outcome'],
    registers,
  });
  new Gauge({
    name: 'meterlog_notifications_pending',
    help: 'Webhooks that are neither delivered nor given up',
    registers,
    async collect() {
      this.set(await pending());
    },
  });
  return { attempted: (outcome) => attempted.inc({ outcome }) };
}
