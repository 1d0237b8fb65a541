import { organisationOf, type AcceptAddDevice, type AcceptOperation, type DeviceEventData } from '#domain';
import type { Fault } from '#contract';
import { eventOf, type RecordedAct } from './recorded-act.js';

/** The request that an acceptance answered. */
export function acceptOf(act: RecordedAct, { operation, data, options, requestHash }: DeviceEventData<'CommandAccepted'>) {
  const { correlationUid, actor } = act;
  const accept = { kind: 'Accept', correlationUid, operation, data, options, requestHash, actor };
  const addition = operation === 'AddDevice' ? { organisation: organisationOf(actor), keys: keysOf(act) } : {};
  // The data of an operation were checked against its schema when it was asked for.
  return { ...accept, ...addition } as AcceptOperation | AcceptAddDevice;
}

/** Keys that were refused are nowhere in the record: that they were, and why, is taken as the record has it. */
function keysOf({ events }: RecordedAct): AcceptAddDevice['keys'] {
  const failed = eventOf(events, 'CommandFailed');
  if (failed !== undefined) return failed.fault as Fault;
  return events.flatMap((event) => (event.type === 'KeyStored' ? [event.data] : []));
}
