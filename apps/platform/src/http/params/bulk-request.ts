import { BulkActDto, parseInstant, validateBody, type BulkFilterDto } from '#contract/dto/index.js';
import { DEFAULT_PRIORITY } from '#contract';
import type { BulkFilter, BulkRequest } from '../../commands/bulk/bulk-request.js';

/** @throws InvalidRequestError naming every offending field */
export function bulkRequestOf(body: unknown): BulkRequest {
  const { filter, action, reason, priority, dryRun, after } = validateBody(BulkActDto, body);
  return {
    filter: filterOf(filter),
    action,
    reason,
    priority: priority ?? DEFAULT_PRIORITY,
    dryRun: dryRun ?? false,
    ...(after === undefined || after === null ? {} : { after }),
  };
}

function filterOf({ deviceIdentification, deviceIdentifications, ...filter }: BulkFilterDto): BulkFilter {
  const { status, operation, priority } = filter;
  const [acceptedFrom, acceptedTo] = [parseInstant(filter.acceptedFrom), parseInstant(filter.acceptedTo)];
  const one = deviceIdentification ?? undefined;
  return {
    devices: [...new Set([...(one === undefined ? [] : [one]), ...(deviceIdentifications ?? [])])],
    ...(status === undefined || status === null ? {} : { status }),
    ...(operation === undefined || operation === null ? {} : { operation }),
    ...(priority === undefined || priority === null ? {} : { priority }),
    ...(acceptedFrom === undefined ? {} : { acceptedFrom }),
    ...(acceptedTo === undefined ? {} : { acceptedTo }),
  };
}
