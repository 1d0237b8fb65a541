import { ChoiceField, rule, TextField } from '#contract/dto/rules/fields.js';

export const DECISIONS = ['retry', 'fail'] as const;

/** What becomes of a command of which nobody knows whether the meter carried it out. */
export class DecisionDto {
  @ChoiceField(DECISIONS, { description: 'retry: done, perhaps for the second time; fail: the command ends' })
  decision!: (typeof DECISIONS)[number];

  @TextField(1_000, { description: 'stands in the history', example: 'seen on site: it was not done' })
  @rule('isNotBlank', 'must say why', (value) => typeof value === 'string' && value.trim() !== '')
  reason!: string;
}
