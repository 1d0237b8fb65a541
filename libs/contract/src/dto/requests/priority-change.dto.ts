import { IntegerField, TextField } from '../rules/fields.js';

export class PriorityChangeDto {
  @IntegerField(0, 9, { description: '0 (lowest) to 9', example: 8 })
  priority!: number;

  @TextField(1_000, { optional: true, description: 'stands in the history', example: 'the customer is on the phone' })
  reason?: string | null;
}
