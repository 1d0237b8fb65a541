import type { AllAttributeValues } from '#contract';
import { decodeObjectList, findObject, type ObjectListElement, type ProtocolProfile } from '#cosem';
import type { AttributeRef } from '#dlms';
import { decoded, unreadable } from './access-result.js';
import { dataText } from './data-text.js';
import { inParts } from './fact-parts.js';
import type { MeterAccess } from './meter-access.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetAllAttributeValues';
/** Object lists and buffers are read by operations of their own: here they would be nearly all of the text. */
const LEFT_OUT: ReadonlySet<string> = new Set(['15/2', '7/2']);
const LOGICAL_NAME = 1;
const READABLE: ReadonlySet<number> = new Set([1, 3, 4, 6]);

interface Read {
  readonly ref: AttributeRef;
  readonly text: string;
}

/** Reads every attribute that the association may read, object by object; what the meter does not give is left out. */
export const getAllAttributeValues: Operation<'GetAllAttributeValues'> = (_, context) => {
  const { profile, settings } = context;
  const ref = attributeOf(profileObject(profile, 'ASSOCIATION_LN', OPERATION), 2);
  return async (access) => {
    const [list] = await readAttributes(access, [ref], 1, OPERATION);
    if (list === undefined) throw unreadable(OPERATION, ref, 'the meter gave no answer');
    const objects = decoded(ref, OPERATION, () => decodeObjectList(list));
    const read: { readonly object: ObjectListElement; readonly values: readonly Read[] }[] = [];
    for (const object of objects) read.push({ object, values: await valuesOf(access, object, settings.withListMax) });
    const output = read.map(({ object, values }) => described(object, values, profile));
    const response: AllAttributeValues = { output: JSON.stringify(output, null, 2) };
    const rows = read.flatMap(({ values }) => values.map(recorded));
    const facts = inParts(rows).map(({ rows: part, numbering }) => ({
      type: 'AttributeValuesCollected' as const,
      data: { values: [...part], ...numbering },
      occurredAt: context.now(),
    }));
    return { response, facts };
  };
};

async function valuesOf(access: MeterAccess, object: ObjectListElement, withListMax: number): Promise<readonly Read[]> {
  const refs = object.attributes
    .filter(({ id, mode }) => id > LOGICAL_NAME && READABLE.has(mode) && !LEFT_OUT.has(`${object.classId}/${id}`))
    .map(({ id }) => attributeOf(object, id));
  const values: Read[] = [];
  const size = Math.max(1, withListMax);
  for (let start = 0; start < refs.length; start += size) {
    const portion = refs.slice(start, start + size);
    const results = await access.get(portion);
    portion.forEach((ref, index) => {
      const result = results[index];
      if (result?.ok === true) values.push({ ref, text: dataText(result.data) });
    });
  }
  return values;
}

const recorded = ({ ref, text }: Read) => ({ classId: ref.classId, obisCode: ref.obis, attribute: ref.attribute, value: text });

/** Names come from the profile, where it knows the object. */
function described({ classId, version, obis }: ObjectListElement, values: readonly Read[], profile: ProtocolProfile): object {
  const known = findObject(profile, classId, obis);
  return {
    classId,
    version,
    logicalName: obis,
    ...(known === undefined ? {} : { name: known.tag }),
    attributes: values.map(({ ref, text }) => {
      const name = known?.attributes.find(({ id }) => id === ref.attribute)?.name;
      return { id: ref.attribute, ...(name === undefined ? {} : { name }), value: text };
    }),
  };
}
