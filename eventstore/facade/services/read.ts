import type { handleServerStreamingCall, ServerWritableStream } from '@grpc/grpc-js';
import type { FacadeContext } from '../context.js';
import { toRpcError } from '../wire/calls.js';
import type { streamsPb } from '../wire/generated.js';
import { type Incoming, readable } from '../wire/incoming.js';
import { Outlet } from '../wire/outlet.js';
import { RpcError } from '../wire/rpc-error.js';
import { subscribeToAll } from './all-subscription.js';
import { readAll } from './all-read.js';
import { type ReadKind, readKind } from './read-request.js';
import type { Reading } from './reading.js';
import { readStream } from './stream-read.js';
import { subscribeToStream } from './stream-subscription.js';

type Call = ServerWritableStream<Incoming<streamsPb.ReadReq>, streamsPb.ReadResp>;

async function run(kind: ReadKind, reading: Reading): Promise<void> {
  const { options, outlet, context } = reading;
  // A server does not answer a request that does not say how it wants ids: it hangs until the client gives up.
  const uuid = options.getUuidOption();
  if (uuid === undefined || !(uuid.hasString() || uuid.hasStructured())) {
    await new Promise<void>((resolve) => outlet.signal.addEventListener('abort', () => resolve()));
    return outlet.check();
  }
  const stream = options.getStream();
  const all = options.getAll();
  const forget = kind.endsWith('subscription') ? context.faults.watch(outlet) : undefined;
  try {
    if (stream !== undefined) await (kind === 'stream' ? readStream(reading, stream) : subscribeToStream(reading, stream));
    else if (all !== undefined) await (kind === 'all' ? readAll(reading, all) : subscribeToAll(reading, all));
  } finally {
    forget?.();
  }
}

async function answer(context: FacadeContext, call: Call, outlet: Outlet<streamsPb.ReadResp>): Promise<void> {
  context.access.check(call.metadata);
  const [kind, options] = readKind(readable(call.request));
  await run(kind, { context, options, outlet });
}

/** Reads and subscriptions: one method of the protocol serves all four. */
export function readHandler(context: FacadeContext): handleServerStreamingCall<Incoming<streamsPb.ReadReq>, streamsPb.ReadResp> {
  return (call) => {
    const outlet = new Outlet<streamsPb.ReadResp>(call);
    answer(context, call, outlet).then(
      () => call.end(),
      (error: unknown) => {
        // Whatever a call meets after its client has gone concerns nobody.
        if (error instanceof RpcError || !outlet.signal.aborted) call.emit('error', toRpcError(error, context.report));
      },
    );
  };
}
