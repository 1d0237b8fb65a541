import { Type } from '@sinclair/typebox';
import type { TSchema } from '@sinclair/typebox';

/** Building blocks of event schemas. Instants are ISO 8601 texts; meter times keep the meter's offset. */
export const Text = Type.String();
export const Count = Type.Integer({ minimum: 0 });
export const Channel = Type.Union([Type.Null(), Type.Integer({ minimum: 1, maximum: 4 })]);

export const optional = <S extends TSchema>(schema: S) => Type.Optional(schema);

/** Facts larger than one event are numbered parts. */
export const Part = { part: optional(Count), parts: optional(Count) };

export const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>(Type.Union(values.map((value) => Type.Literal(value))));

/** Data whose inner shape another definition guards: validated before the command was accepted. */
export const Opaque = <T>() => Type.Unsafe<T>(Type.Any());

/** Where the response lies and what it must hash to. */
export const ResponseRefShape = Type.Object({ sha256: Text, bytes: Count });

export const FaultShape = Type.Object({
  code: Type.Integer(),
  type: Text,
  message: Text,
  component: Text,
  innerException: optional(Text),
  innerMessage: optional(Text),
  parameters: optional(Type.Record(Text, Text)),
});
