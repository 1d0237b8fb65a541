import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { MeterFleet } from '../fleet/meter-fleet.js';
import { HttpError } from './http-error.js';
import { route } from './routes.js';

const maxBody = 8 * 1024 * 1024;

/** The control interface of a fleet: JSON over HTTP. */
export class ControlServer {
  private constructor(private readonly server: Server) {}

  /** @throws the error of the socket, for instance EADDRINUSE */
  static async open(fleet: MeterFleet, host: string, port: number): Promise<ControlServer> {
    const server = createServer((request, response) => {
      void answer(fleet, request, response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return new ControlServer(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }
}

async function answer(fleet: MeterFleet, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://fleet');
    const path = url.pathname.split('/').filter((segment) => segment !== '');
    const body = await readBody(request);
    send(response, 200, await route(fleet, { method: request.method ?? 'GET', path: path.map(decode), query: url.searchParams, body }));
  } catch (error) {
    if (error instanceof HttpError) send(response, error.status, { status: error.status, message: error.message });
    else send(response, 500, { status: 500, message: error instanceof Error ? error.message : String(error) });
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > maxBody) throw new HttpError(413, 'body: too large');
    pieces.push(piece);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
  } catch {
    throw new HttpError(400, 'body: must be JSON');
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError(404, 'the path is not properly encoded');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
