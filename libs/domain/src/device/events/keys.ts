import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { SECRET_TYPES } from '#contract';
import { Count, oneOf, Text } from './shapes.js';

const KeyNamed = Type.Object({ type: oneOf(SECRET_TYPES), keyId: Text, fingerprint: Text });

/** A key has come to the vault: status NEW. An earlier NEW key of the type is WITHDRAWN by it. */
export const KeyStored = eventType('KeyStored', KeyNamed);
/** NEW becomes ACTIVE; the ACTIVE one before it becomes EXPIRED. */
export const KeyActivated = eventType('KeyActivated', KeyNamed);
/** The meter's invocation counter was read through its public client. */
export const InvocationCounterRead = eventType('InvocationCounterRead', Type.Object({ value: Count }));
