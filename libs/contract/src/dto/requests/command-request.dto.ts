import { ObjectField, PatternField } from '../rules/fields.js';
import { CommandOptionsDto } from './command-options.dto.js';

export const DEVICE_IDENTIFICATION = /^[a-zA-Z0-9 ]{16,40}$/;

/** What every operation's request has beside its data. */
export class CommandRequestDto {
  @PatternField(DEVICE_IDENTIFICATION, '16 to 40 letters, digits or blanks', { example: 'TEST1024000000001' })
  deviceIdentification!: string;

  @ObjectField(() => CommandOptionsDto, { optional: true })
  options?: CommandOptionsDto;
}
