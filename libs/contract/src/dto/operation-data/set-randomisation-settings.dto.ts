import type { SetRandomisationSettingsData } from '../../definitions/data.js';
import { IntegerField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

class SetRandomisationSettingsDataDto {
  @IntegerField(0, 1, { description: '1: attach at power on, the rest does not count' })
  directAttach!: number;

  @IntegerField(1, 65_535, { description: 'seconds' })
  randomisationStartWindow!: number;

  @IntegerField(1, 7)
  multiplicationFactor!: number;

  @IntegerField(1, 31)
  numberOfRetries!: number;
}

export const setRandomisationSettingsData = objectData(
  SetRandomisationSettingsDataDto,
  ({ directAttach, randomisationStartWindow, multiplicationFactor, numberOfRetries }): SetRandomisationSettingsData => ({
    directAttach,
    randomisationStartWindow,
    multiplicationFactor,
    numberOfRetries,
  }),
  { directAttach: 0, randomisationStartWindow: 600, multiplicationFactor: 2, numberOfRetries: 5 },
);
