import { ApiResponse } from '@nestjs/swagger';
import { ProblemDto } from '#contract/dto/index.js';

const MEANING: Readonly<Record<number, string>> = {
  400: 'the request breaks the contract: every offending field is named',
  401: 'no API key, or a wrong one',
  403: 'the organisation is disabled (104), or may not do this (301)',
  404: 'unknown device, command or operation',
  409: 'it conflicts with what is recorded',
  413: 'the body is larger than 1 MiB',
  415: 'the body is not JSON',
  422: 'the protocol is not known',
  504: 'the read model lags behind',
};

/** Documents refusals as problem details. */
export function problemResponses(...statuses: readonly number[]): MethodDecorator {
  return (target, key, descriptor) => {
    for (const status of statuses)
      ApiResponse({
        status,
        description: MEANING[status] ?? '',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
      })(target, key, descriptor);
    return descriptor;
  };
}

/** Must be among the document's extra models. */
export const PROBLEM_MODELS = [ProblemDto];
