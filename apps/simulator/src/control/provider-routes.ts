import { setTimeout as wait } from 'node:timers/promises';

import { isLoopback } from '../fleet/addresses.js';
import type { MeterFleet } from '../fleet/meter-fleet.js';
import type { Meter } from '../meter/meter.js';
import { reactions, type MobileNetwork, type NetworkSettings } from '../provider/mobile-network.js';
import { indexOfIccId } from '../provider/sim-cards.js';
import { badField, HttpError, objectBody, oneOf, wholeNumber } from './http-error.js';

const longestDelay = 600_000;
const fields = ['reaction', 'delayMs', 'answerDelayMs', 'broken', 'pushHost', 'pushPort', 'transport'] as const;

/** `GET` and `PUT /provider`: how the session provider and the mobile network behave. */
export function networkRoute(network: MobileNetwork, method: string, body: unknown): unknown {
  if (method === 'PUT') Object.assign(network.settings, changes(body));
  return { ...network.settings, counters: network.counters };
}

/** `POST /provider/sms`: `{"iccid"}` is woken up. */
export async function smsRoute(fleet: MeterFleet, body: unknown): Promise<unknown> {
  await answering(fleet.network);
  const { iccid } = objectBody(body, ['iccid']);
  if (typeof iccid !== 'string') throw badField('iccid', 'must be a text');
  fleet.network.wakeUp(meterWith(fleet, iccid));
  return { sent: true };
}

/** `GET /provider/sessions/{iccid}`: where the card is online; `DELETE` takes it offline. */
export async function sessionRoute(fleet: MeterFleet, method: string, iccid: string): Promise<unknown> {
  const { network } = fleet;
  if (method === 'DELETE') {
    network.goOffline(meterWith(fleet, iccid));
    return { ipAddress: null };
  }
  await answering(network);
  return { ipAddress: network.addressOf(meterWith(fleet, iccid)) ?? null };
}

/** As slow or as broken as the provider is set to be. */
async function answering({ settings }: MobileNetwork): Promise<void> {
  if (settings.answerDelayMs > 0) await wait(settings.answerDelayMs, undefined, { ref: false });
  if (settings.broken) throw new HttpError(500, 'the provider is broken, as it is set to be');
}

function meterWith(fleet: MeterFleet, iccid: string): Meter {
  const index = indexOfIccId(iccid, fleet.size);
  if (index === undefined) throw new HttpError(404, `no card ${iccid}`);
  return fleet.meter(index);
}

function changes(body: unknown): Partial<NetworkSettings> {
  const { reaction, delayMs, answerDelayMs, broken, pushHost, pushPort, transport } = objectBody(body, fields);
  return {
    ...(reaction === undefined ? {} : { reaction: oneOf(reaction, reactions, 'reaction') }),
    ...(delayMs === undefined ? {} : { delayMs: wholeNumber(delayMs, 'delayMs', 0, longestDelay) }),
    ...(answerDelayMs === undefined ? {} : { answerDelayMs: wholeNumber(answerDelayMs, 'answerDelayMs', 0, longestDelay) }),
    ...(broken === undefined ? {} : { broken: flag(broken, 'broken') }),
    ...(pushHost === undefined ? {} : { pushHost: loopback(pushHost, 'pushHost') }),
    ...(pushPort === undefined ? {} : { pushPort: wholeNumber(pushPort, 'pushPort', 1, 65_535) }),
    ...(transport === undefined ? {} : { transport: oneOf(transport, ['tcp', 'udp'] as const, 'transport') }),
  };
}

function flag(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') throw badField(field, 'must be true or false');
  return value;
}

/** Meters push to this machine only. */
function loopback(value: unknown, field: string): string {
  if (typeof value !== 'string' || !isLoopback(value)) throw badField(field, 'must be an address in 127.0.0.0/8');
  return value;
}
