import type { NewEvent } from '../port.js';
import type { WireEvent, WireRecord } from './wire.js';

/**
 * The port keeps data and metadata byte for byte; the client writes JSON anew on the way in and parses it on the way out. So data go in as
 * JSON, which the server's own tools can show, when writing them anew gives the same text, and as bytes when it does not. The client always
 * parses metadata; those that would not come back the same are wrapped into an object with this key.
 */
const VERBATIM = 'meterlog-verbatim';

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isSame(text: string, value: unknown): boolean {
  return JSON.stringify(value) === text;
}

function verbatimOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !(VERBATIM in value)) return undefined;
  const text = value[VERBATIM];
  return typeof text === 'string' ? text : undefined;
}

function content(data: string): WireEvent['content'] {
  const json = parsed(data);
  return json !== undefined && isSame(data, json.value) ? { json: json.value } : { bytes: Buffer.from(data) };
}

function wrapped(metadata: string): string {
  const json = parsed(metadata);
  const comesBackTheSame = json === undefined || (isSame(metadata, json.value) && verbatimOf(json.value) === undefined);
  return comesBackTheSame ? metadata : JSON.stringify({ [VERBATIM]: metadata });
}

export function toWire({ id, type, data, metadata }: NewEvent): WireEvent {
  return { id, type, content: content(data), metadata: Uint8Array.from(Buffer.from(wrapped(metadata))) };
}

function text(value: unknown): string {
  if (value === undefined) return '';
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8') : JSON.stringify(value);
}

/** Of events that others wrote, JSON comes in JavaScript's spelling and everything else as UTF-8 text. */
export function fromWire({ id, type, data, metadata }: Pick<WireRecord, 'id' | 'type' | 'data' | 'metadata'>): NewEvent {
  return { id, type, data: text(data), metadata: verbatimOf(metadata) ?? text(metadata) };
}
