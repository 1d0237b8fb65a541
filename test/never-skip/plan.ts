import type { AllFilter } from '#eventstore/port.js';

export interface NeverSkipOptions {
  readonly seed: number;
  /** Written in all. */
  readonly events: number;
  /** Where the events lie. */
  readonly adapter: AdapterName;
  /** How long nothing may happen, in ms, before a subscriber or a projection counts as stuck. */
  readonly patience: number;
}

export type AdapterName = 'embedded' | 'esdb';

export const WRITERS = 8;

export interface SubscriberPlan extends AllFilter {
  readonly name: string;
  readonly batch: number;
}

export const DEVICE_PREFIX = 'device-';
export const PROCESS_PREFIX = 'process-';

export const subscriberPlans: readonly SubscriberPlan[] = [
  { name: 'all', batch: 500 },
  { name: 'all in small batches', batch: 7 },
  { name: 'devices', batch: 100, streamPrefix: DEVICE_PREFIX },
  { name: 'two types', batch: 50, types: ['ClockSynchronized', 'ProcessNoted'] },
  { name: 'one type of one process', batch: 20, streamPrefix: `${PROCESS_PREFIX}1`, types: ['ProcessNoted'] },
];

export function matches({ streamPrefix, types }: AllFilter, event: { readonly stream: string; readonly type: string }): boolean {
  return event.stream.startsWith(streamPrefix ?? '') && (types?.includes(event.type) ?? true);
}
