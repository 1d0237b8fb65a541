import type { Mutant } from './mutant.js';

const address = 'libs/gateway/src/address';
const push = 'libs/gateway/src/push';
const search = [`${address}/address-finder.unit.spec.ts`];
const formats = [`${push}/parse-push.unit.spec.ts`];

/** What can go wrong with meters whose address is not fixed, and with what meters send by themselves. */
export const wakeUpMutants: readonly Mutant[] = [
  {
    name: 'wake-up-faster-than-the-provider-lost',
    file: `${address}/wake-ups.ts`,
    find: 'address ??= from;',
    replace: 'if (this.clock.now() > 0) address ??= from;',
    killedBy: search,
    tests: 'before the provider has said',
  },
  {
    name: 'wake-up-search-outlives-the-command',
    file: `${address}/address-finder.ts`,
    find: 'return notAfter - this.options.clock.now();',
    replace: 'return notAfter === 0 ? 0 : Number.POSITIVE_INFINITY;',
    killedBy: search,
  },
  {
    name: 'wake-up-unknown-card-tried-again',
    file: `${address}/address-finder.ts`,
    find: "error.failure === 'UNKNOWN_ICCID'",
    replace: "error.failure !== 'FAILED' && error.message === ''",
    killedBy: search,
  },
  {
    name: 'wake-up-waits-on-after-the-stop',
    file: `${address}/wake-ups.ts`,
    find: 'AbortSignal.any([heard.signal, signal])',
    replace: 'heard.signal',
    killedBy: search,
  },
  {
    name: 'push-unused-alarm-bits-taken',
    file: `${push}/alarm-value.ts`,
    find: 'unknownBits.length > 0',
    replace: 'unknownBits.length > 32',
    killedBy: formats,
  },
  {
    name: 'push-register-taken-for-a-whole-message',
    file: `${push}/dsmr4-message.ts`,
    find: 'rest.length === REGISTER && ended',
    replace: 'rest.length === REGISTER',
    killedBy: formats,
  },
  {
    name: 'push-connection-without-end',
    file: `${push}/push-connection.ts`,
    find: 'Math.min(QUIET, this.deadline - this.clock.now())',
    replace: 'QUIET',
    killedBy: [`${push}/push-listener.int.spec.ts`],
  },
];
