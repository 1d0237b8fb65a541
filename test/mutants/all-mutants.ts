import { commandMutants } from './command-mutants.js';
import { effectMutants } from './effect-mutants.js';
import { eventStoreMutants } from './event-store-mutants.js';
import type { Mutant } from './mutant.js';
import { notificationMutants } from './notification-mutants.js';
import { orchestrationMutants } from './orchestration-mutants.js';
import { permitMutants } from './permit-mutants.js';
import { readModelMutants } from './read-model-mutants.js';
import { recordMutants } from './record-mutants.js';
import { serverStoreMutants } from './server-store-mutants.js';
import { subscriptionMutants } from './subscription-mutants.js';
import { wakeUpMutants } from './wake-up-mutants.js';

export const allMutants: readonly Mutant[] = [
  ...eventStoreMutants,
  ...subscriptionMutants,
  ...readModelMutants,
  ...recordMutants,
  ...serverStoreMutants,
  ...commandMutants,
  ...effectMutants,
  ...orchestrationMutants,
  ...permitMutants,
  ...notificationMutants,
  ...wakeUpMutants,
];
