import { createConnection } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { expect, it } from '@jest/globals';

import { Blackhole } from './blackhole.js';

it('completes no handshake', async () => {
  const hole = await Blackhole.open('127.80.0.1');
  const socket = createConnection({ host: hole.address, port: hole.port });
  const outcome = new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error) => resolve(error.message));
  });
  expect(await Promise.race([outcome, wait(300, 'nothing')])).toBe('nothing');
  socket.destroy();
  await hole.close();
});
