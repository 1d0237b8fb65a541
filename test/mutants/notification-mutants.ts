import type { Mutant } from './mutant.js';

const notifications = 'libs/orchestration/src/notifications';
const platform = 'apps/platform/src/notifications';
const flow = [`${notifications}/notifications.int.spec.ts`];
const rules = [`${notifications}/decide-notification.unit.spec.ts`];
const sender = [`${platform}/http-webhook-sender.int.spec.ts`];

/** What can go wrong with webhooks. */
export const notificationMutants: readonly Mutant[] = [
  {
    name: 'webhook-checkpoint-before-request',
    file: 'libs/orchestration/src/subscription/durable-subscription.ts',
    find: "if (message.kind === 'events') await handle(message.events);",
    replace: "if (message.kind === 'events') void handle(message.events).catch(() => undefined);",
    killedBy: [`${notifications}/trouble.int.spec.ts`],
  },
  {
    name: 'webhook-fresh-id',
    file: `${notifications}/notification-repository.ts`,
    find: "uuidv5(endingEventId, 'notification')",
    replace: 'uuidv5(endingEventId, String(Math.random()))',
    killedBy: flow,
  },
  {
    name: 'webhook-sent-again-as-long-as-the-store-is-in-trouble',
    file: `${notifications}/deliverer.ts`,
    find: 'if (this.giveUp.signal.aborted || error instanceof EventRegistryError) throw error;',
    replace: 'if (!this.giveUp.signal.aborted) throw error;',
    killedBy: [`${notifications}/trouble.int.spec.ts`],
  },
  {
    name: 'webhook-document-believed',
    file: `${notifications}/deliverer.ts`,
    find: 'if (state.dueAt === null || state.dueAt > startedAt) {',
    replace: 'if (state.request === null) {',
    killedBy: flow,
  },
  {
    name: 'webhook-slow-receiver-holds-others',
    file: `${notifications}/deliverer.ts`,
    find: ' || (this.byOrigin.get(origin) ?? 0) >= perOrigin) break;',
    replace: ') break;',
    killedBy: flow,
  },
  {
    name: 'webhook-redelivery-lost-behind-an-earlier-attempt',
    file: `${notifications}/decide-notification.ts`,
    find: 'return round === state.round ?',
    replace: 'return round <= state.round ?',
    killedBy: rules,
  },
  {
    name: 'webhook-tried-for-ever',
    file: `${notifications}/retry-timetable.ts`,
    find: 'dueAt > beganAt + TIME_FOR_ATTEMPTS',
    replace: 'dueAt > endedAt + TIME_FOR_ATTEMPTS',
    killedBy: rules,
  },
  {
    name: 'webhook-redirect-taken-for-delivered',
    file: `${platform}/http-webhook-sender.ts`,
    find: 'status < 300',
    replace: 'status < 400',
    killedBy: sender,
  },
  {
    name: 'webhook-second-address-unchecked',
    file: `${platform}/allowed-target.ts`,
    find: 'for (const { address } of addresses) requireAllowed',
    replace: 'for (const { address } of addresses.slice(0, 1)) requireAllowed',
    killedBy: sender,
  },
  {
    name: 'webhook-literal-address-unchecked',
    file: `${platform}/allowed-target.ts`,
    find: 'if (isIP(host) !== 0)',
    replace: 'if (isIP(host) === 4)',
    killedBy: sender,
  },
];
