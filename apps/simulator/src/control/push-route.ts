import type { Meter } from '../meter/meter.js';
import { pushFormats, pushKinds, pushMessage } from '../push/push-message.js';
import { sendPush } from '../push/send-push.js';
import { HttpError, objectBody, oneOf, wholeNumber } from './http-error.js';

const pushPort = 9598;

/** `POST …/push`: the meter sends a message by itself. Answers with what was sent. */
export async function pushRoute(meter: Meter, body: unknown): Promise<{ sentHex: string }> {
  const { kind, format, transport, registers, host, port } = objectBody(body, ['kind', 'format', 'transport', 'registers', 'host', 'port']);
  const { deviceIdentification, address, profile } = meter.identity;
  const bytes = pushMessage({
    kind: oneOf(kind, pushKinds, 'kind'),
    format: oneOf(format ?? (profile.name === 'SMR' ? 'SMR5' : 'DSMR4'), pushFormats, 'format'),
    deviceIdentification,
    registers: parseRegisters(registers),
  });
  const target = {
    transport: oneOf(transport ?? 'tcp', ['tcp', 'udp'] as const, 'transport'),
    host: typeof host === 'string' ? host : '127.0.0.1',
    port: port === undefined ? pushPort : wholeNumber(port, 'port', 1, 65_535),
    localAddress: address,
  };
  try {
    await sendPush(bytes, target);
  } catch (error) {
    throw new HttpError(502, `the message could not be sent: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { sentHex: bytes.toString('hex') };
}

function parseRegisters(json: unknown): Partial<Record<1 | 2 | 3, number>> {
  if (json === undefined) return {};
  const given = objectBody(json, ['1', '2', '3'], 'registers');
  const registers: Partial<Record<1 | 2 | 3, number>> = {};
  for (const number of [1, 2, 3] as const) {
    const value = given[String(number)];
    if (value !== undefined) registers[number] = wholeNumber(value, `registers.${number}`, 0, 0xffffffff);
  }
  return registers;
}
