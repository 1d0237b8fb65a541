import { encodeAccess, type AccessItem, type AccessRequest, type AccessResponse } from '../apdu/access.js';
import type { ExceptionResponse } from '../apdu/errors.js';
import { DATA_ACCESS_RESULT } from '../apdu/result-codes.js';
import type { Data } from '../axdr/data.js';
import { notSupported, tooLong } from './refusal.js';
import type { ServiceContext } from './service.js';

interface Outcome {
  readonly result: number;
  readonly data: Data;
}

const NULL: Data = { type: 'null-data' };

/** ACCESS: one request after the other, whatever came of those before. */
export class AccessService {
  constructor(private readonly context: ServiceContext) {}

  handle({ longInvoke, items, data }: AccessRequest): AccessResponse | ExceptionResponse {
    if (!this.context.allows('access')) return notSupported;
    const outcomes = items.map((item, index) => this.perform(item, data[index] ?? NULL));
    const response: AccessResponse = {
      kind: 'access-response',
      longInvoke,
      data: outcomes.map((outcome) => outcome.data),
      results: outcomes.map(({ result }, index) => ({ kind: items[index]?.kind ?? 'get', result })),
    };
    return encodeAccess(response).length <= this.context.room() ? response : tooLong;
  }

  private perform(item: AccessItem, data: Data): Outcome {
    const { objects } = this.context;
    if (item.kind === 'action') {
      const { result, returned } = objects.invoke(item.method, data.type === 'null-data' ? undefined : data);
      return { result, data: returned?.ok === true ? returned.data : NULL };
    }
    if (item.attribute.access !== undefined && !this.context.allows('selective-access')) {
      return { result: DATA_ACCESS_RESULT['scope-of-access-violated'], data: NULL };
    }
    if (item.kind === 'set') return { result: objects.write(item.attribute, data), data: NULL };
    const read = objects.read(item.attribute);
    return read.ok ? { result: 0, data: read.data } : { result: read.result, data: NULL };
  }
}
