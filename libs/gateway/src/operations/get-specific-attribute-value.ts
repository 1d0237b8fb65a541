import type { SpecificAttributeValue } from '#contract';
import { dataText } from './data-text.js';
import { unreadable } from './access-result.js';
import type { Operation } from './operation.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetSpecificAttributeValue';

/** Reads any attribute that the client names, whether the profile knows it or not. */
export const getSpecificAttributeValue: Operation<'GetSpecificAttributeValue'> = ({ classId, attribute, obisCode }, context) => {
  const ref = { classId, obis: obisCode, attribute };
  return async (access) => {
    const [data] = await readAttributes(access, [ref], 1, OPERATION);
    if (data === undefined) throw unreadable(OPERATION, ref, 'the meter gave no answer');
    const response: SpecificAttributeValue = { attributeValueData: dataText(data) };
    const value = { classId, obisCode, attribute, value: response.attributeValueData };
    return { response, facts: [{ type: 'AttributeValuesCollected', data: { values: [value] }, occurredAt: context.now() }] };
  };
};
