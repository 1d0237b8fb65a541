import { type TSchema, TypeGuard } from '@sinclair/typebox';

const INSTANT = '2026-01-01T00:00:00.000Z';
const INSTANT_NAME = /(?:At|[tT]ime|[sS]tamp)$/;

function textOf(name: string, schema: { readonly pattern?: string }): string {
  // The one pattern in use is that of hashes.
  if (schema.pattern !== undefined) return 'ab'.repeat(32);
  return INSTANT_NAME.test(name) ? INSTANT : name;
}

/** Data that fits a schema, with every optional member; what the schema leaves open is an empty object. @param name of the member, for its text */
export function sampleOf(schema: TSchema, name = 'text'): unknown {
  if (TypeGuard.IsObject(schema))
    return Object.fromEntries(Object.entries(schema.properties).map(([member, each]) => [member, sampleOf(each, member)]));
  if (TypeGuard.IsArray(schema)) return [sampleOf(schema.items, name)];
  if (TypeGuard.IsUnion(schema)) return sampleOf(schema.anyOf.find((each) => !TypeGuard.IsNull(each)) ?? schema, name);
  if (TypeGuard.IsLiteral(schema)) return schema.const;
  if (TypeGuard.IsString(schema)) return textOf(name, schema);
  if (TypeGuard.IsInteger(schema) || TypeGuard.IsNumber(schema)) return Math.max(1, schema.minimum ?? 1);
  if (TypeGuard.IsBoolean(schema)) return false;
  if (TypeGuard.IsRecord(schema)) return { [name]: sampleOf(Object.values(schema.patternProperties)[0] ?? schema, name) };
  if (TypeGuard.IsNull(schema)) return null;
  return {};
}
