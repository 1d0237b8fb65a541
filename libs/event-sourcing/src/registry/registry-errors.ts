/** An event cannot be understood, or must not be written. The message never quotes data. */
export class EventRegistryError extends Error {
  constructor(
    readonly code: 'EVENT_SCHEMA' | 'UNKNOWN_EVENT_TYPE' | 'NEWER_EVENT_VERSION' | 'MALFORMED_EVENT',
    readonly type: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Data does not fit the schema of its type. */
export class EventSchemaError extends EventRegistryError {
  constructor(
    type: string,
    /** JSON pointer of the first field that does not fit; empty for the data as a whole. */
    readonly field: string,
    expectation: string,
  ) {
    super('EVENT_SCHEMA', type, `event ${type}, ${field === '' ? 'data' : `field ${field}`}: ${expectation}`);
  }
}

export class UnknownEventTypeError extends EventRegistryError {
  constructor(type: string) {
    super('UNKNOWN_EVENT_TYPE', type, `unknown event type ${type}`);
  }
}

/** A newer version of the software wrote this event. */
export class NewerEventVersionError extends EventRegistryError {
  constructor(type: string, stored: number, known: number) {
    super('NEWER_EVENT_VERSION', type, `event ${type} has schema version ${stored}, known up to ${known}`);
  }
}

/** The stored event has no envelope of ours, or is no JSON. */
export class MalformedEventError extends EventRegistryError {
  constructor(type: string, stream: string, revision: number, options?: ErrorOptions) {
    super('MALFORMED_EVENT', type, `event ${revision} of stream ${stream} is not one of ours`, options);
  }
}
