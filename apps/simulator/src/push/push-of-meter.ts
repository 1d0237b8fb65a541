import type { Data } from '#dlms';

import { alarmValue } from '../meter/events/alarms.js';
import type { MeterState } from '../meter/meter-state.js';
import { pushMessage } from './push-message.js';
import type { PushTarget } from './send-push.js';

export type PushReason = 'alarm' | 'wake-up' | 'last-gasp';

/** Push set-ups by what is to be sent, the first one that the profile has. */
const setups: Readonly<Record<PushReason, readonly string[]>> = {
  alarm: ['PUSH_SETUP_ALARM'],
  'wake-up': ['PUSH_SETUP_SMS'],
  'last-gasp': ['PUSH_SETUP_UDP', 'PUSH_SETUP_ALARM'],
};

const transports: Readonly<Record<number, PushTarget['transport']>> = { 0: 'tcp', 1: 'udp' };
const apduMessage = 0;

/** What a meter sends by itself and where to; undefined while no client has set a destination that can be reached. */
export function pushOf(meter: MeterState, reason: PushReason): { readonly bytes: Buffer; readonly target: PushTarget } | undefined {
  const tag = setups[reason].find((name) => meter.objectOfTag(name) !== undefined);
  const setup = tag === undefined ? undefined : meter.valueOfTag(tag, 3);
  const destination = destinationOf(setup);
  if (destination === undefined) return undefined;
  const { address, deviceIdentification } = meter.identity;
  const bytes = pushMessage({
    kind: reason,
    format: destination.message === apduMessage ? 'SMR5' : 'DSMR4',
    deviceIdentification,
    registers: registersOf(meter),
  });
  return { bytes, target: { ...destination.target, localAddress: address } };
}

function registersOf(meter: MeterState): Partial<Record<1 | 2 | 3, number>> {
  const present = ([1, 2, 3] as const).filter((number) => meter.objectOfTag(`ALARM_REGISTER_${number}`) !== undefined);
  return Object.fromEntries(present.map((number) => [number, alarmValue(meter, 'REGISTER', number)]));
}

interface Destination {
  readonly message: number;
  readonly target: Omit<PushTarget, 'localAddress'>;
}

/** Attribute 3 of a push set-up: transport, `host:port`, kind of message. */
function destinationOf(setup: Data | undefined): Destination | undefined {
  const [service, address, message] = setup?.type === 'structure' ? setup.value : [];
  const transport = service?.type === 'enum' ? transports[service.value] : undefined;
  const text = address?.type === 'octet-string' ? Buffer.from(address.value).toString('latin1') : '';
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (transport === undefined || message?.type !== 'enum' || host === undefined) return undefined;
  return { message: message.value, target: { transport, host, port: Number(port) } };
}
