import type { SetAdministrativeStatusData } from '../../definitions/data.js';
import { ADMINISTRATIVE_STATUSES, type AdministrativeStatus } from '../../definitions/meter-enumerations.js';
import { ChoiceField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

class SetAdministrativeStatusDataDto {
  @ChoiceField(ADMINISTRATIVE_STATUSES)
  enabled!: AdministrativeStatus;
}

export const setAdministrativeStatusData = objectData(SetAdministrativeStatusDataDto, ({ enabled }): SetAdministrativeStatusData => ({ enabled }), {
  enabled: 'ON',
});
