import { getMetadataStorage, type MetadataStorage } from 'class-validator';

type Metadatas = ReturnType<MetadataStorage['getTargetValidationMetadatas']>;
type Grouped = ReturnType<MetadataStorage['groupByPropertyName']>;

/**
 * class-validator collects the rules of a class anew for each object that it validates, which costs as much as all of its checks. They stand in
 * decorators, so they are whole before the first object is there: here they are collected once per class. Asked for in any other way than
 * `validateSync` without groups does, they are collected as ever. Call it once.
 */
export function rememberMetadata(): void {
  const storage = getMetadataStorage();
  const byClass = new Map<unknown, Metadatas>();
  const grouped = new WeakMap<Metadatas, Grouped>();
  const [collect, group] = [storage.getTargetValidationMetadatas.bind(storage), storage.groupByPropertyName.bind(storage)];
  storage.getTargetValidationMetadatas = (type, schema, always, strictGroups, groups) => {
    const isUsual = !schema && !always && !strictGroups && (groups === undefined || groups.length === 0);
    if (!isUsual) return collect(type, schema, always, strictGroups, groups);
    const known = byClass.get(type) ?? collect(type, schema, always, strictGroups, groups);
    byClass.set(type, known);
    return known;
  };
  storage.groupByPropertyName = (metadatas) => {
    const known = grouped.get(metadatas) ?? group(metadatas);
    grouped.set(metadatas, known);
    return known;
  };
}
