import { connect, type Socket } from 'node:net';

export interface LoadOptions {
  readonly port: number;
  readonly apiKey: string;
  readonly connections: number;
  /** The next request; undefined when there is none. */
  readonly next: () => { readonly path: string; readonly body: string } | undefined;
  /** Sees every answer. */
  readonly answered: (status: number, body: string) => void;
}

const HEAD_END = '\r\n\r\n';

/**
 * POSTs over connections that are kept: each sends its next request when the answer to the one before has come. On plain sockets, because a
 * full client would cost more than the server it measures. Resolves when the last answer has come, with the seconds it took.
 */
export async function httpLoad({ port, connections, apiKey, next, answered }: LoadOptions): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)));
  const began = performance.now();
  await Promise.all(sockets.map((socket) => talk(socket, { apiKey, next, answered })));
  return (performance.now() - began) / 1_000;
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

function talk(socket: Socket, { apiKey, next, answered }: Pick<LoadOptions, 'apiKey' | 'next' | 'answered'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const send = (): void => {
      const request = next();
      if (request === undefined) return void socket.end();
      const { path, body } = request;
      const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${apiKey}\r\ncontent-type: application/json\r\n`;
      socket.write(`${head}content-length: ${Buffer.byteLength(body)}${HEAD_END}${body}`);
    };
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      received += text;
      const headEnd = received.indexOf(HEAD_END);
      if (headEnd < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, headEnd + 2))?.[1];
      const end = headEnd + HEAD_END.length + Number(length ?? 0);
      if (received.length < end) return;
      answered(Number(received.slice(9, 12)), received.slice(headEnd + HEAD_END.length, end));
      received = '';
      send();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve());
    send();
  });
}
