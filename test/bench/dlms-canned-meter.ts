import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ExchangeSize } from './dlms-floor.js';

/** Answers requests of known sizes with octets of known sizes: the other end of the floor. Prints its port. */
const sizes = JSON.parse(process.argv[2] ?? '[]') as readonly ExchangeSize[];
const answers = sizes.map(({ answer }) => Buffer.alloc(answer, 0x55));

function serve(socket: Socket): void {
  let index = 0;
  let received = 0;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    received += bytes.length;
    const size = sizes[index];
    const answer = answers[index];
    if (size === undefined || answer === undefined || received < size.request) return;
    received -= size.request;
    index += 1;
    socket.write(answer);
  });
}

const server = createServer(serve);
server.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 }, () => console.log(`listening ${(server.address() as AddressInfo).port}`));
