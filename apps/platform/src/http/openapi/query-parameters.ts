import { ApiQuery } from '@nestjs/swagger';

const MEANING: Readonly<Record<string, string>> = {
  limit: 'items per page: 1 to 500, default 50',
  after: 'cursor: `next` of the page before',
  minPosition: 'waits until the read model has come to this position',
  timeout: 'how many seconds minPosition may wait, default 5',
  from: 'inclusive',
  to: 'exclusive',
  acceptedFrom: 'inclusive',
  acceptedTo: 'exclusive',
  protocol: 'name, or name and version: SMR 5.1',
  gateway: 'identification of the gateway',
  q: 'beginning of the identification',
  checkpoint: 'number of a checkpoint; default: the newest',
  versions: '1: every version that was collected',
};

/** Documents optional query parameters. */
export function queryParameters(...names: readonly string[]): MethodDecorator {
  return (target, key, descriptor) => {
    for (const name of names) ApiQuery({ name, required: false, type: String, description: MEANING[name] ?? '' })(target, key, descriptor);
    return descriptor;
  };
}
