import type { AssociationLnObject, AssociationLnObjects } from '#contract';
import { attributeAccessMode, decodeObjectList, methodAccessMode, CosemValueError, type Enumeration, type ObjectListElement } from '#cosem';
import { decoded, unreadable } from './access-result.js';
import { inParts } from './fact-parts.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetAssociationLnObjects';

/** Reads the list of objects that the association shows, with the rights on their attributes and methods. */
export const getAssociationLnObjects: Operation<'GetAssociationLnObjects'> = (_, context) => {
  const ref = attributeOf(profileObject(context.profile, 'ASSOCIATION_LN', OPERATION), 2);
  return async (access) => {
    const [list] = await readAttributes(access, [ref], 1, OPERATION);
    if (list === undefined) throw unreadable(OPERATION, ref, 'the meter gave no answer');
    const objects = decoded(ref, OPERATION, () => decodeObjectList(list).map(named));
    const response: AssociationLnObjects = { associationLnList: objects };
    const facts = inParts(objects, recorded).map(({ rows, numbering }) => ({
      type: 'AssociationObjectsCollected' as const,
      data: { objects: rows.map(recorded), ...numbering },
      occurredAt: context.now(),
    }));
    return { response, facts };
  };
};

function named({ classId, version, obis, attributes, methods }: ObjectListElement): AssociationLnObject {
  return {
    classId,
    version,
    logicalName: obis,
    accessRights: {
      attributeAccess: attributes.map(({ id, mode, selectors }) => ({
        attributeId: id,
        accessMode: nameOf(attributeAccessMode, mode),
        accessSelectors: selectors,
      })),
      methodAccess: methods.map(({ id, mode }) => ({ methodId: id, accessMode: nameOf(methodAccessMode, mode) })),
    },
  };
}

function nameOf<N extends string>(modes: Enumeration<N>, mode: number): N {
  const name = modes.nameOf(mode);
  if (name === undefined) throw new CosemValueError(`object_list: access mode ${mode} is not known`);
  return name;
}

function recorded({ accessRights, ...object }: AssociationLnObject) {
  const { attributeAccess, methodAccess } = accessRights;
  return {
    ...object,
    attributeAccess: attributeAccess.map((one) => ({ ...one, accessSelectors: [...one.accessSelectors] })),
    methodAccess: [...methodAccess],
  };
}
