import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { EventSchemaError } from './registry-errors.js';
import type { EventType } from './event-type.js';

/** Checks data against the schema of its type. Compiled at first use: there are many types and most processes write few. */
export class EventValidator {
  private compiled: TypeCheck<TSchema> | undefined;

  constructor(private readonly type: EventType) {}

  /** @throws EventSchemaError naming the first field that does not fit */
  check(data: unknown): void {
    this.compiled ??= TypeCompiler.Compile(this.type.schema);
    if (this.compiled.Check(data)) return;
    const first = this.compiled.Errors(data).First();
    throw new EventSchemaError(this.type.type, first?.path ?? '', first?.message ?? 'does not fit its schema');
  }
}
