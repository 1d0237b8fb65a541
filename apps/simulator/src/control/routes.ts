import type { MeterFleet } from '../fleet/meter-fleet.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { SimulatedClock } from '../meter/meter-clock.js';
import { channelsToJson } from './channel-json.js';
import { clockToJson, parseClockChange } from './clock-json.js';
import { deviceKinds, deviceList } from './device-list.js';
import { eventRoute } from './event-route.js';
import { parseFaults } from './fault-json.js';
import { badField, HttpError, oneOf } from './http-error.js';
import { identityToJson, keysToJson, meterToJson, parseKeys } from './meter-json.js';
import { objectRoute } from './object-routes.js';
import { networkRoute, sessionRoute, smsRoute } from './provider-routes.js';
import { pushRoute } from './push-route.js';
import { changeSettings } from './settings-json.js';

export interface ControlRequest {
  readonly method: string;
  /** Decoded segments of the path. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

const defaultLimit = 50;
const maxLimit = 10_000;

/** Answers one request of the control interface, perhaps with a promise. @throws HttpError */
export function route(fleet: MeterFleet, request: ControlRequest): unknown {
  const [first, second, ...rest] = request.path;
  if (first === 'meters' && second !== undefined) return meterRoute(fleet, second, rest, request);
  if (first === 'provider') return providerRoute(fleet, request);
  if (second !== undefined) throw notFound(request);
  switch (first) {
    case 'meters':
      expectMethod(request, 'GET');
      return listMeters(fleet, request.query);
    case 'devices.json':
      expectMethod(request, 'GET');
      return deviceList(fleet, oneOf(request.query.get('kind') ?? 'meters', deviceKinds, 'kind'));
    case 'blackhole':
      expectMethod(request, 'GET');
      return blackholeRoute(fleet);
    case 'faults':
      return faultRoute(fleet.faults, request);
    case 'clock':
      return clockRoute(fleet.clock, request);
    default:
      throw notFound(request);
  }
}

function meterRoute(fleet: MeterFleet, identification: string, rest: readonly string[], request: ControlRequest): unknown {
  const index = fleet.indexOf(identification);
  if (index === undefined) throw new HttpError(404, `no meter ${identification}`);
  const meter = fleet.meter(index);
  meter.settle();
  const [part, ...path] = rest;
  if (part === 'objects' && path.length === 3) {
    expectMethod(request, 'GET', 'PUT', 'DELETE');
    return objectRoute(meter, request.method, path, request.body);
  }
  if (path.length > 0) throw notFound(request);
  switch (part) {
    case undefined:
      expectMethod(request, 'GET');
      return meterToJson(fleet, meter);
    case 'faults':
      return faultRoute(fleet.faultsOf(index), request);
    case 'clock':
      return clockRoute(meter.clock, request);
    case 'keys':
      expectMethod(request, 'PUT');
      meter.keys.change(parseKeys(request.body));
      return keysToJson(meter.keys.keys);
    case 'settings':
      expectMethod(request, 'GET', 'PUT');
      return request.method === 'PUT' ? changeSettings(meter, request.body) : meter.settings;
    case 'channels':
      expectMethod(request, 'GET');
      return channelsToJson(meter);
    case 'events':
      expectMethod(request, 'POST');
      return eventRoute(meter, request.body);
    case 'push':
      expectMethod(request, 'POST');
      return pushRoute(meter, request.body);
    case 'reboot':
      expectMethod(request, 'POST');
      meter.reboot();
      return { rebooted: true };
    case 'journal':
      expectMethod(request, 'GET');
      return { items: meter.journal.after(numberParameter(request.query, 'after', 0)) };
    default:
      throw notFound(request);
  }
}

function providerRoute(fleet: MeterFleet, request: ControlRequest): unknown {
  const [, part, iccid, ...rest] = request.path;
  const { method, body } = request;
  if (part === undefined) {
    expectMethod(request, 'GET', 'PUT');
    return networkRoute(fleet.network, method, body);
  }
  if (part === 'sms' && iccid === undefined) {
    expectMethod(request, 'POST');
    return smsRoute(fleet, body);
  }
  if (part !== 'sessions' || iccid === undefined || rest.length > 0) throw notFound(request);
  expectMethod(request, 'GET', 'DELETE');
  return sessionRoute(fleet, method, iccid);
}

function listMeters(fleet: MeterFleet, query: URLSearchParams): unknown {
  const limit = Math.min(maxLimit, Math.max(1, numberParameter(query, 'limit', defaultLimit)));
  const from = numberParameter(query, 'after', 0);
  const to = Math.min(fleet.size, from + limit);
  const items = Array.from({ length: Math.max(0, to - from) }, (_, index) => identityToJson(fleet, fleet.identity(from + index)));
  return { items, next: to < fleet.size ? String(to) : null };
}

async function blackholeRoute(fleet: MeterFleet): Promise<unknown> {
  const { address, port } = await fleet.blackhole();
  return { address, port };
}

function faultRoute(plan: FaultPlan, request: ControlRequest): unknown {
  expectMethod(request, 'GET', 'PUT', 'DELETE');
  if (request.method === 'PUT') {
    const { seed, faults } = parseFaults(request.body);
    plan.set(faults, seed);
  } else if (request.method === 'DELETE') plan.set([]);
  return { seed: plan.seed, faults: plan.faults };
}

function clockRoute(clock: SimulatedClock, request: ControlRequest): unknown {
  expectMethod(request, 'GET', 'PUT');
  if (request.method === 'PUT') clock.set(parseClockChange(request.body));
  return clockToJson(clock);
}

function numberParameter(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw badField(name, 'must be a whole number');
  return Number(text);
}

function expectMethod({ method }: ControlRequest, ...allowed: readonly string[]): void {
  if (!allowed.includes(method)) throw new HttpError(405, `${method} is not allowed here; allowed: ${allowed.join(', ')}`);
}

function notFound({ path }: ControlRequest): HttpError {
  return new HttpError(404, `nothing at /${path.join('/')}`);
}
