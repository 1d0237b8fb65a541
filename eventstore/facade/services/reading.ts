import type { FacadeContext } from '../context.js';
import type { RecordedEvent } from '../log/recorded-event.js';
import type { streamsPb } from '../wire/generated.js';
import type { Outlet, Patience } from '../wire/outlet.js';
import { eventMessage, type UuidForm } from '../wire/read-messages.js';
import { resolve } from './links.js';

/** One reading call: what it reads from, what it was asked, where it answers. */
export interface Reading {
  readonly context: FacadeContext;
  readonly options: streamsPb.ReadReq.Options;
  readonly outlet: Outlet<streamsPb.ReadResp>;
}

/** Events that a server looks at or hands out at a time: clients can tell from first positions and checkpoints. */
export const PAGE = 32;
/** Once a page had events, its bounds no longer show: larger ones cost less. */
export const LARGE_PAGE = 512;

const uuidForm = (options: streamsPb.ReadReq.Options): UuidForm => (options.getUuidOption()?.hasStructured() === true ? 'structured' : 'string');

/** @param behind what is to reach the client together with the event */
export async function sendEvent(
  { context, options, outlet }: Reading,
  event: RecordedEvent,
  patience?: Patience,
  behind: readonly streamsPb.ReadResp[] = [],
): Promise<void> {
  const resolved = await resolve(context.reader, event, options.getResolveLinks());
  await outlet.sendAll([eventMessage(resolved, uuidForm(options)), ...behind], patience);
}
