import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { GatewayOptions, PushObserver } from '#gateway';
import type { DispatchObserver, NotificationObserver } from '#orchestration';
import type { ProjectionStatus } from '#projections';
import { addDispatchGauges, dispatchMetrics, type DispatchSources } from './dispatch-metrics.js';
import { addLeaseGauges, type LeaseSources } from './lease-metrics.js';
import { notificationMetrics } from './notification-metrics.js';
import { addProjectionGauges } from './projection-metrics.js';
import { pushMetrics } from './push-metrics.js';

export interface MetricSources {
  readonly openCommands: () => Promise<number>;
  readonly projections: () => Promise<readonly ProjectionStatus[]>;
  readonly pendingNotifications: () => Promise<number>;
}

export interface HttpObservation {
  readonly method: string;
  /** The route's pattern, never the path: a label per device would be too many. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface Metrics {
  readonly sessions: NonNullable<GatewayOptions['observer']>;
  readonly notifications: NotificationObserver;
  readonly dispatch: DispatchObserver;
  readonly pushes: PushObserver;
  /** Adds what the dispatcher itself knows. Once. */
  watchDispatcher(sources: DispatchSources): void;
  /** Adds what the leases of this process know. Once. */
  watchLeases(leases: LeaseSources): void;
  accepted(operation: string): void;
  ended(operation: string, status: string): void;
  http(observation: HttpObservation): void;
  /** Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** All metrics of one platform. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'meterlog_' });
  const accepted = new Counter({ name: 'meterlog_commands_accepted_total', help: 'Commands accepted', labelNames: ['operation'], registers });
  const ended = new Counter({ name: 'meterlog_commands_ended_total', help: 'Commands ended', labelNames: ['operation', 'status'], registers });
  const http = new Histogram({
    name: 'meterlog_http_request_duration_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  addGauges(sources, registry);
  return {
    sessions: sessionMetrics(registry),
    notifications: notificationMetrics(sources.pendingNotifications, registry),
    dispatch: dispatchMetrics(registry),
    pushes: pushMetrics(registry),
    watchDispatcher: (dispatcher) => addDispatchGauges(dispatcher, registry),
    watchLeases: (leases) => addLeaseGauges(leases, registry),
    accepted: (operation) => accepted.inc({ operation }),
    ended: (operation, status) => ended.inc({ operation, status }),
    http: ({ method, route, status, seconds }) => http.observe({ method, route, status: String(status) }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** Read when they are asked for. */
function addGauges({ openCommands, projections }: MetricSources, registry: Registry): void {
  const registers = [registry];
  new Gauge({
    name: 'meterlog_commands_open',
    help: 'Commands that have not ended',
    registers,
    async collect() {
      this.set(await openCommands());
    },
  });
  addProjectionGauges(projections, registry);
}

function sessionMetrics(registry: Registry): NonNullable<GatewayOptions['observer']> {
  const registers = [registry];
  const labelNames = ['outcome', 'code'];
  const ended = new Counter({ name: 'meterlog_sessions_total', help: 'Device sessions', labelNames, registers });
  const duration = new Histogram({
    name: 'meterlog_session_duration_seconds',
    help: 'Duration of device sessions',
    labelNames: ['outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300],
    registers,
  });
  const bytes = new Counter({ name: 'meterlog_session_bytes_total', help: 'Octets exchanged with devices', labelNames: ['direction'], registers });
  return {
    ended({ outcome, code, duration: ms, bytesIn, bytesOut }) {
      ended.inc({ outcome, code: code === undefined ? '' : String(code) });
      duration.observe({ outcome }, ms / 1_000);
      bytes.inc({ direction: 'in' }, bytesIn);
      bytes.inc({ direction: 'out' }, bytesOut);
    },
  };
}
