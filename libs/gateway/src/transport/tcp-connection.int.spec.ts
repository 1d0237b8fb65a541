import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock, VirtualClock, type Clock } from '#event-sourcing/clock.js';
import { BlackHole } from '../testing/black-hole.js';
import { freePort, TcpPeer } from '../testing/tcp-peer.js';
import { TcpConnection } from './tcp-connection.js';

const peers: TcpPeer[] = [];
const connections: TcpConnection[] = [];

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  for (const peer of peers.splice(0)) await peer.close();
});

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const peer = await TcpPeer.listen(onConnection);
  peers.push(peer);
  return peer.port;
}

const timeouts = { connectTimeout: 10_000, responseTimeout: 10_000 };

async function open(port: number, clock: Clock = systemClock, signal = new AbortController().signal): Promise<TcpConnection> {
  const connection = await TcpConnection.open({ host: '127.0.0.1', port }, timeouts, clock, signal);
  connections.push(connection);
  return connection;
}

/** What a promise rejects with, watched from the start. */
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const REQUEST = Uint8Array.of(1, 2, 3);

describe('TcpConnection', () => {
  it('sends a request and gives the answer, counting both', async () => {
    const connection = await open(await listen((socket) => socket.on('data', (bytes) => socket.write(bytes))));
    connection.send(REQUEST);
    expect([...(await connection.receive())]).toEqual([1, 2, 3]);
    expect({ in: connection.bytesIn, out: connection.bytesOut, open: connection.open }).toEqual({ in: 3, out: 3, open: true });
  });

  it('keeps what comes unasked for the next receive', async () => {
    const connection = await open(await listen((socket) => socket.write('early')));
    expect(Buffer.from(await connection.receive()).toString()).toBe('early');
  });

  it('says nothing more, and hangs up, from the moment that it may not talk', async () => {
    const heard: Buffer[] = [];
    const ended = Promise.withResolvers<undefined>();
    const port = await listen((socket) => socket.on('data', (bytes) => heard.push(bytes)).on('close', () => ended.resolve(undefined)));
    let mayTalk = true;
    const signal = new AbortController().signal;
    const connection = await TcpConnection.open({ host: '127.0.0.1', port }, timeouts, systemClock, signal, () => mayTalk);
    connections.push(connection);
    mayTalk = false;
    expect(() => connection.send(REQUEST)).toThrow(expect.objectContaining({ kind: 'ABORTED' }));
    await ended.promise;
    expect(heard).toEqual([]);
    await expect(TcpConnection.open({ host: '127.0.0.1', port }, timeouts, systemClock, signal, () => false)).rejects.toMatchObject({
      kind: 'ABORTED',
    });
  });

  it('reports a refused port', async () => {
    await expect(open(await freePort())).rejects.toMatchObject({ kind: 'REFUSED' });
  });

  it('reports an unknown host as not established', async () => {
    const target = { host: 'no-such-host.invalid', port: 4059 };
    await expect(TcpConnection.open(target, timeouts, systemClock, new AbortController().signal)).rejects.toMatchObject({ kind: 'NOT_ESTABLISHED' });
  });

  it('reports a port that is none as not established', async () => {
    await expect(open(70_000)).rejects.toMatchObject({ kind: 'NOT_ESTABLISHED' });
  });

  it('reports a reset right after the connection was accepted', async () => {
    const port = await listen((socket) => socket.resetAndDestroy());
    // The reset may overtake the news that the connection stands.
    await expect(open(port).then((connection) => connection.receive())).rejects.toMatchObject({ kind: 'RESET' });
  });

  it('reports a connection that the remote side closes while we wait', async () => {
    const connection = await open(await listen((socket) => socket.on('data', () => socket.end())));
    connection.send(REQUEST);
    await expect(connection.receive()).rejects.toMatchObject({ kind: 'CLOSED_BY_REMOTE' });
    expect(connection.open).toBe(false);
    expect(() => connection.send(REQUEST)).toThrow(expect.objectContaining({ kind: 'CLOSED_BY_REMOTE' }));
  });

  it('reports a silent meter when the time for the response is over', async () => {
    const clock = new VirtualClock(0);
    const connection = await open(await listen((socket) => socket.resume()), clock);
    connection.send(REQUEST);
    const answer = failureOf(connection.receive());
    await clock.advance(9_999);
    expect(connection.open).toBe(true);
    await clock.advance(1);
    expect(await answer).toMatchObject({ kind: 'RESPONSE_TIMEOUT' });
  });

  it('gives no more time to a meter that answers in drips', async () => {
    const clock = new VirtualClock(0);
    const connection = await open(await listen((socket) => socket.on('data', () => socket.write('.'))), clock);
    connection.send(REQUEST);
    await connection.receive();
    const rest = failureOf(connection.receive());
    await clock.advance(10_000);
    expect(await rest).toMatchObject({ kind: 'RESPONSE_TIMEOUT' });
  });

  it('gives a settled connection all the time', async () => {
    const clock = new VirtualClock(0);
    const connection = await open(await listen((socket) => socket.on('data', (bytes) => socket.write(bytes))), clock);
    connection.send(REQUEST);
    await connection.receive();
    connection.settled();
    await clock.advance(1_000_000);
    expect(connection.open).toBe(true);
  });

  it('destroys the socket when the signal aborts, and leaves no timer behind', async () => {
    const closed = Promise.withResolvers<unknown>();
    const port = await listen((socket) => socket.resume().on('close', closed.resolve));
    const controller = new AbortController();
    const clock = new VirtualClock(0);
    const connection = await open(port, clock, controller.signal);
    connection.send(REQUEST);
    const answer = failureOf(connection.receive());
    controller.abort();
    expect(await answer).toMatchObject({ kind: 'ABORTED' });
    expect(clock.waiting).toBe(0);
    await closed.promise;
  });

  it('does not dial for a signal that was aborted before', async () => {
    await expect(open(1, systemClock, AbortSignal.abort())).rejects.toMatchObject({ kind: 'ABORTED' });
  });

  it('gives up a connection that does not come about in time', async () => {
    const clock = new VirtualClock(0);
    const full = await BlackHole.listen();
    try {
      const dialled = failureOf(open(full.port, clock));
      await clock.advance(10_000);
      expect(await dialled).toMatchObject({ kind: 'CONNECT_TIMEOUT' });
    } finally {
      await full.close();
    }
  });

  it('does not read on while nobody wants to', async () => {
    const flood = Buffer.alloc(1 << 20);
    let socket: Socket | undefined;
    const connection = await open(
      await listen((accepted) => {
        socket = accepted;
        for (let n = 0; n < 64; n++) accepted.write(flood);
      }),
    );
    await connection.receive();
    if (socket === undefined) throw new Error('not accepted');
    expect(connection.bytesIn).toBeLessThan(8 << 20);
    socket.destroy();
    await once(socket, 'close');
  });
});
