import { Counter, type Registry } from 'prom-client';
import type { PushObserver } from '#gateway';

/** What came to the port of meters. */
export function pushMetrics(registry: Registry): PushObserver {
  const pushes = new Counter({
    name: 'meterlog_pushes_total',
    help: 'Messages that meters sent by themselves, by kind (wake-up, alarm, last-gasp, other, or invalid) and transport',
    labelNames: ['kind', 'transport'],
    registers: [registry],
  });
  return { pushed: (kind, transport) => pushes.inc({ kind, transport }) };
}
