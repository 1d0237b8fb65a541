import { pushFormats, pushKinds, pushMessage } from '../../apps/simulator/src/push/push-message.js';
import { parsePush } from '#gateway/push/parse-push.js';
import { PushAssembler } from '#gateway/push/push-assembler.js';
import { InvalidPushError, type PushMessage } from '#gateway/push/push-message.js';
import { decoder, type Target } from './target.js';

const deviceIdentification = 'TEST1024000000001';
const TIME = Buffer.from('0c07ea0b19030a0000ff800000', 'hex');
const TIME_AT = 13;

/** What meters send by themselves, in every format, with and without a time. */
export function pushMessages(): Buffer[] {
  const plain = pushFormats.flatMap((format) =>
    pushKinds.map((kind) => pushMessage({ format, kind, deviceIdentification, registers: { 1: 0x104, 2: 0x101, 3: 1 } })),
  );
  const timed = plain.map((bytes) => Buffer.concat([bytes.subarray(0, TIME_AT), TIME, bytes.subarray(TIME_AT + 1)]));
  return [...plain, ...timed];
}

/** Whatever comes is a message of a device, or refused in the way that the listener knows. */
function expectMessage(parse: () => PushMessage | undefined): void {
  try {
    const message = parse();
    if (message !== undefined && !/^[\w ]{16,17}$/.test(message.deviceIdentification)) throw new Error('no device sent this');
  } catch (error) {
    if (!(error instanceof InvalidPushError)) throw error;
  }
}

function overTcp(bytes: Buffer): void {
  const assembler = new PushAssembler();
  const half = bytes.length >> 1;
  expectMessage(() => assembler.add(bytes.subarray(0, half)) ?? assembler.add(bytes.subarray(half)) ?? assembler.end());
}

export const pushTargets: readonly Target[] = [
  decoder('push-tcp', 'pushes', 4, overTcp),
  decoder('push-udp', 'pushes', 4, (bytes) => expectMessage(() => parsePush(bytes, 'udp', true))),
];
