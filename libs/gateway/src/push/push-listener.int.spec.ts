import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '#event-sourcing/clock.js';
import { pushMessage, type PushContent } from '../../../../apps/simulator/src/push/push-message.js';
import { sendPush } from '../../../../apps/simulator/src/push/send-push.js';
import { recordingLog } from '../testing/log-lines.js';
import { PushListener } from './push-listener.js';

const ID = 'TEST1024000000001';
const message = (content: Partial<PushContent>): Buffer =>
  pushMessage({ format: 'SMR5', kind: 'wake-up', deviceIdentification: ID, registers: { 1: 4 }, ...content });

let clock: VirtualClock;
let recording: ReturnType<typeof recordingLog>;
let heard: string[];
let counted: string[];
let changed: () => void;
let listener: PushListener;
const sockets: Socket[] = [];

const options = (port = 0) => ({
  host: '127.0.0.1',
  port,
  clock,
  log: recording.log,
  heard: ({ deviceIdentification, format, kind }: { deviceIdentification: string; format: string; kind: string }, address: string) => {
    heard.push(`${deviceIdentification} ${format} ${kind} ${address}`);
    changed();
  },
  observer: {
    pushed: (outcome: string, transport: string) => {
      counted.push(`${outcome} ${transport}`);
      changed();
    },
  },
});

beforeEach(async () => {
  clock = new VirtualClock(0);
  recording = recordingLog();
  heard = [];
  counted = [];
  changed = () => undefined;
  listener = await PushListener.open(options());
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await listener.close();
});

/** Resolves once the test is true of what was heard and counted. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise<void>((resolve) => (changed = resolve));
}

async function dial(localAddress = '127.0.0.9'): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: listener.port, localAddress });
  socket.on('error', () => undefined).resume();
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** However it came to its end. */
const closed = async (socket: Socket): Promise<void> => {
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
};

describe('PushListener', () => {
  it.each(['tcp', 'udp'] as const)('hears a meter over %s, and where it is', async (transport) => {
    await sendPush(message({}), { transport, host: '127.0.0.1', port: listener.port, localAddress: '127.16.0.7' });
    await until(() => heard.length === 1);
    expect([heard, counted]).toEqual([[`${ID} SMR5 wake-up 127.16.0.7`], [`wake-up ${transport}`]]);
  });

  it('closes the connection when the message is whole, without an answer', async () => {
    const socket = await dial();
    socket.write(message({}));
    await closed(socket);
    expect([heard.length, socket.bytesRead, clock.waiting]).toEqual([1, 0, 0]);
  });

  it('takes a message in pieces, once', async () => {
    const socket = await dial();
    socket.setNoDelay(true);
    for (const octet of message({ format: 'DSMR4' })) socket.write(Buffer.from([octet]));
    await closed(socket);
    expect(heard).toEqual([`${ID} DSMR4 wake-up 127.0.0.9`]);
  });

  it('takes an alarm of DSMR 4 when the meter hangs up', async () => {
    const socket = await dial();
    socket.end(message({ format: 'DSMR4', kind: 'alarm' }));
    await until(() => heard.length === 1);
    expect(heard).toEqual([`${ID} DSMR4 alarm 127.0.0.9`]);
  });

  it('takes it when the meter has been quiet for two seconds, and hangs up itself', async () => {
    const socket = await dial();
    const before = clock.waiting;
    socket.write(message({ format: 'DSMR4', kind: 'alarm' }));
    // The wait for more has replaced the wait for anything.
    while (clock.next !== 2_000) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(1_999);
    expect([before, heard.length]).toEqual([1, 0]);
    await clock.advance(1);
    await closed(socket);
    expect(heard).toHaveLength(1);
  });

  it('does not wait for longer than ten seconds for who says nothing, and does not count it', async () => {
    const socket = await dial();
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(10_000);
    await closed(socket);
    expect([heard, counted, recording.lines]).toEqual([[], [], []]);
  });

  it('does not wait for longer than ten seconds for who says little', async () => {
    const socket = await dial();
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    // Together with a time it would take 13 s.
    const slow = message({ kind: 'alarm', registers: { 1: 4, 2: 1 } })
      .toString('hex')
      .replace('0f0000000000', `0f000000000c${'00'.repeat(12)}`);
    const octets = Buffer.from(slow, 'hex').values();
    while (counted.length === 0) {
      const { value } = octets.next();
      if (value !== undefined) socket.write(Buffer.from([value]));
      await clock.advance(200);
    }
    await closed(socket);
    expect(clock.now()).toBeLessThanOrEqual(10_200);
    expect([heard, counted]).toEqual([[], ['invalid tcp']]);
  });

  it.each([
    ['garbage', Buffer.alloc(60, 0x41)],
    ['more than any message', Buffer.alloc(100_000, 0x30)],
    ['unused alarm bits', message({ kind: 'alarm', registers: { 1: 0xffffffff } })],
  ])('refuses %s over TCP, and hangs up', async (_, bytes) => {
    const socket = await dial();
    socket.write(bytes);
    await closed(socket);
    expect([heard, counted]).toEqual([[], ['invalid tcp']]);
    expect(recording.lines).toMatchObject([{ level: 'warn', fields: { address: '127.0.0.9', transport: 'tcp' } }]);
  });

  it('refuses datagrams, one log line a second', async () => {
    const socket = createSocket('udp4');
    for (const size of [0, 1, 21, 1_000, 60_000]) socket.send(Buffer.alloc(size, 0x54), listener.port, '127.0.0.1');
    await until(() => counted.length === 5);
    socket.close();
    expect([heard, new Set(counted), recording.lines.length]).toEqual([[], new Set(['invalid udp']), 1]);
    expect(JSON.stringify(recording.lines)).not.toContain('TTTT');
  });

  it('stops with connections open', async () => {
    const socket = await dial();
    socket.write('T');
    await listener.close();
    await closed(socket);
    expect([counted, clock.waiting]).toEqual([[], 0]);
  });

  it('listens on one address of a name, for both', async () => {
    const named = await PushListener.open({ ...options(), host: 'localhost' });
    const { address } = await lookup('localhost');
    for (const transport of ['tcp', 'udp'] as const)
      await sendPush(message({}), { transport, host: address, port: named.port, localAddress: address });
    await until(() => counted.length === 2);
    expect(new Set(counted)).toEqual(new Set(['wake-up tcp', 'wake-up udp']));
    await named.close();
  });

  it('says that there is no such address', async () => {
    const elsewhere = PushListener.open({ ...options(), host: '203.0.113.7' });
    await expect(elsewhere).rejects.toMatchObject({ name: 'PushListenError', code: 'EADDRNOTAVAIL', place: '203.0.113.7:0' });
  });

  it('says which port is taken, over TCP', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(PushListener.open(options(port))).rejects.toMatchObject({ name: 'PushListenError', code: 'EADDRINUSE', place: `127.0.0.1:${port}` });
    await new Promise((resolve) => other.close(resolve));
  });

  it('says which port is taken, over UDP, and leaves the other one free', async () => {
    const other = createSocket('udp4');
    await new Promise<void>((resolve) => other.bind(0, '127.0.0.1', resolve));
    const { port } = other.address();
    await expect(PushListener.open(options(port))).rejects.toMatchObject({ name: 'PushListenError', code: 'EADDRINUSE' });
    await new Promise<void>((resolve) => other.close(resolve));
    await (await PushListener.open(options(port))).close();
  });
});
