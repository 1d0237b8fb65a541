import type { Static, TSchema } from '@sinclair/typebox';
import type { DomainEvent } from './event.js';

/** Turns data of one version into data of the next. Pure; never changes its argument. */
export type Upcaster = (data: unknown) => unknown;

/** A kind of event as a value: its name, the schema of its data, and which of them are about a person. */
export interface EventType<T extends string = string, S extends TSchema = TSchema> {
  readonly type: T;
  /** Current version of the schema, from 1. */
  readonly version: number;
  readonly schema: S;
  /** Names of top-level fields that are personal; a codec may encrypt them, so a later version must not rename them. */
  readonly personal: readonly string[];
  /** From the version that is the key to the next one. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
}

export interface EventTypeOptions {
  /** Default 1. */
  readonly version?: number;
  readonly personal?: readonly string[];
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
}

/** The domain event that an event type describes. */
export type EventOf<E extends EventType> = E extends EventType<infer T, infer S> ? DomainEvent<T, Static<S>> : never;

/**
 * Defines a kind of event.
 * @throws TypeError when the version is not a positive integer or an older version has no upcaster
 */
export function eventType<T extends string, S extends TSchema>(type: T, schema: S, options: EventTypeOptions = {}): EventType<T, S> {
  const { version = 1, personal = [], upcasters } = options;
  if (!Number.isSafeInteger(version) || version < 1) throw new TypeError(`event type ${type}: the version must be a positive integer`);
  for (let older = 1; older < version; older++) {
    if (upcasters?.[older] === undefined) throw new TypeError(`event type ${type}: no upcaster from version ${older}`);
  }
  return { type, version, schema, personal, ...(upcasters === undefined ? {} : { upcasters }) };
}
