import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { Count, oneOf, Text } from './shapes.js';

/** Recorded before the first octet of an effect goes out whose repetition is not harmless: from here on it may have been carried out. */
export const ActionStarted = eventType('ActionStarted', Type.Object({ attempt: Count, index: Count, operation: Text }));
/** Nobody but a person can tell whether the action was carried out: nothing is tried until then. */
export const DecisionRequested = eventType('DecisionRequested', Type.Object({ attempt: Count, index: Count, operation: Text, reason: Text }));
/** `retry`: carried out (again) without asking the meter first. `fail`: the command ends. */
export const DecisionTaken = eventType('DecisionTaken', Type.Object({ decision: oneOf(['retry', 'fail']), reason: Text }));
