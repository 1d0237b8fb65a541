import type { SetSpecialDaysData } from '../../definitions/data.js';
import { IntegerField, ListField, OctetsField } from '../rules/fields.js';
import { objectData } from './data-rule.js';

const MOST_DAYS = 30;

class SpecialDayDto {
  @OctetsField(5, { description: 'COSEM date with wildcards', example: 'ffff0c19ff' })
  specialDayDate!: string;

  @IntegerField(0, 255, { description: 'day profile of the calendar' })
  dayId!: number;
}

class SetSpecialDaysDataDto {
  @ListField(() => SpecialDayDto, {}, MOST_DAYS)
  specialDays!: SpecialDayDto[];
}

export const setSpecialDaysData = objectData(
  SetSpecialDaysDataDto,
  ({ specialDays }): SetSpecialDaysData => ({
    specialDays: specialDays.map(({ specialDayDate, dayId }) => ({ specialDayDate: specialDayDate.toLowerCase(), dayId })),
  }),
  { specialDays: [{ specialDayDate: 'ffff0c19ff', dayId: 3 }] },
);
