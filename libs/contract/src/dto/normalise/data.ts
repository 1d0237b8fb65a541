import type { BundleAction, BundleData, FindEventsData, FindEventsQuery, GetPeriodicMeterReadsData } from '../../definitions/data.js';
import type { BundleActionDto, BundleDataDto } from '../requests/bundle.dto.js';
import type { FindEventsDataDto, FindEventsQueryDto } from '../requests/find-events.dto.js';
import type { GetPeriodicMeterReadsDataDto } from '../requests/get-periodic-meter-reads.dto.js';
import { utc } from '../rules/instant.js';

export function normalisePeriodicReads({ periodType, beginDate, endDate }: GetPeriodicMeterReadsDataDto): GetPeriodicMeterReadsData {
  return { periodType, beginDate: utc(beginDate), endDate: utc(endDate) };
}

export function normaliseFindEvents(data: FindEventsDataDto | FindEventsQueryDto): FindEventsData {
  return { queries: 'queries' in data ? data.queries.map(query) : [query(data)] };
}

export function normaliseBundle({ actions }: BundleDataDto): BundleData {
  return { actions: actions.map(action) };
}

function query({ eventLogCategory, from, until }: FindEventsQueryDto): FindEventsQuery {
  return { eventLogCategory, from: utc(from), until: utc(until) };
}

function action(dto: BundleActionDto): BundleAction {
  switch (dto.operation) {
    case 'SynchronizeTime':
      return { operation: dto.operation, data: { timeZone: dto.data.timeZone } };
    case 'GetActualMeterReads':
    case 'ClearAlarmRegister':
      return { operation: dto.operation, data: null };
    case 'GetPeriodicMeterReads':
      return { operation: dto.operation, data: normalisePeriodicReads(dto.data) };
    case 'FindEvents':
      return { operation: dto.operation, data: normaliseFindEvents(dto.data) };
  }
}
