import { formatPosition } from '#event-sourcing';
import type { ProjectionStatus } from '#projections';
import { withPosition } from '../params/page.js';

/** A read model's status as clients see it: positions are opaque, so how much of a rebuild is done is told beside them. */
export function projectionView(storeId: string, status: ProjectionStatus) {
  const { rebuild } = status;
  return { ...withPosition(storeId, status), rebuild: rebuild === null ? null : rebuildView(storeId, rebuild) };
}

function rebuildView(storeId: string, { position, target, ...rebuild }: NonNullable<ProjectionStatus['rebuild']>) {
  const done = target === 0 ? 1 : Math.min(1, position / target);
  return { ...rebuild, position: formatPosition(storeId, position), target: formatPosition(storeId, target), done };
}
