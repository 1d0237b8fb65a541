import type { ObjectDefinition } from '#contract';
import type { CaptureObject } from '#dlms';

/** Whether a column is among those that a client selected; without a selection all are. */
export function isSelected(column: CaptureObject, selected: readonly ObjectDefinition[] | undefined): boolean {
  if (selected === undefined) return true;
  return selected.some(
    ({ classId, logicalName, attributeIndex, dataIndex }) =>
      classId === column.classId && logicalName === column.obis && attributeIndex === column.attribute && dataIndex === column.dataIndex,
  );
}
