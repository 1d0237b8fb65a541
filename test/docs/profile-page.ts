import { alarmRegistersOf, alarmTypes, alarmRegisterOf, encodeAlarms, objectsOfMeter, type CosemObject, type ProtocolProfile } from '#cosem';

import { ofAnyChannel, shownObjects } from './channels.js';
import { ColumnNames } from './columns.js';
import { code, page, table } from './markdown.js';
import { attributeSection, className, valueTable } from './object-sections.js';

const PROFILE_GENERIC = 7;

const generated = '<!-- Generated from libs/cosem by `npm run docs`. Change the profile, not this page. -->';

export function titleOf({ name, version }: ProtocolProfile): string {
  return `${name} ${version}`;
}

export function fileOf({ name, version }: ProtocolProfile): string {
  return `${name.toLowerCase()}-${version}.md`;
}

/** The reference page of a profile: everything that its data say. */
export function profilePage(profile: ProtocolProfile): string {
  const shown = shownObjects(profile.objects.values());
  const classes = [...Map.groupBy(shown, ({ classId }) => classId)].toSorted(([one], [other]) => one - other);
  const columns = new ColumnNames([...profile.objects.values(), ...shown]);
  return page([
    generated,
    `# ${titleOf(profile)}`,
    summary(profile),
    inherited(profile),
    '## Objects',
    'Attribute 1 of every object is its logical name. `x` stands for M-Bus channels 1 to 4.',
    ...classes.flatMap(([classId, objects]) => [`### ${className(classId)}`, ...sectionsOf(classId, objects, columns)]),
    ...alarms(profile),
    ...flags(profile),
  ]);
}

function summary(profile: ProtocolProfile): string {
  const { keySwitch, invocationCounter, pushMessageType, configuration } = profile;
  const switched = { immediate: 'at once', 'next-association': 'with the next association' }[keySwitch];
  return table(
    ['', ''],
    [
      ['Objects of a polyphase meter', String(objectsOfMeter(profile, true).size)],
      ['Objects of a single phase meter', String(objectsOfMeter(profile, false).size)],
      ['A transferred key is used', switched],
      ['Invocation counter, for the public client', invocationCounter?.obis ?? 'none'],
      ['Message type of pushes', pushMessageType === undefined ? 'no pushes' : String(pushMessageType)],
      ['Configuration object', configurationText(configuration)],
      ['Alarm registers', alarmRegistersOf(profile).join(', ')],
    ],
  );
}

function configurationText(configuration: ProtocolProfile['configuration']): string {
  if (configuration === undefined) return 'none';
  return configuration.gprsMode ? 'structure of GPRS operation mode and flags' : 'flags';
}

/** What the profile adds to its parent, and what it replaces. */
function inherited({ parent, objects }: ProtocolProfile): string {
  if (parent === undefined) return '';
  const own = [...objects.values()].filter((object) => parent.objects.get(object.tag) !== object && (object.channel ?? 1) === 1);
  const tags = (list: readonly CosemObject[]): string =>
    list.map((object) => code(object.channel === 1 ? ofAnyChannel(object).tag : object.tag)).join(', ');
  const replaced = own.filter(({ tag }) => parent.objects.has(tag));
  const added = own.filter(({ tag }) => !parent.objects.has(tag));
  const lines = [`Inherits [${titleOf(parent)}](${fileOf(parent)}).`, `Adds ${tags(added)}.`];
  return (replaced.length === 0 ? lines : [...lines, `Replaces ${tags(replaced)}.`]).join(' ');
}

function sectionsOf(classId: number, objects: readonly CosemObject[], columns: ColumnNames): string[] {
  if (classId === 1 || classId === 3) return [valueTable(objects)];
  // Values of profiles differ from one to the next: they stand with their columns.
  const declared = ({ attributes, methods }: CosemObject): unknown =>
    classId === PROFILE_GENERIC ? attributes.map((attribute) => ({ ...attribute, value: undefined })) : [attributes, methods];
  const alike = Map.groupBy(objects, (object) => JSON.stringify(declared(object)));
  return [...alike.values()].map(attributeSection).concat(classId === PROFILE_GENERIC ? layouts(objects, columns) : []);
}

function layouts(objects: readonly CosemObject[], columns: ColumnNames): string[] {
  return objects.flatMap(({ tag, profile, eventColumns }) => {
    if (profile === undefined) return [];
    const { captureObjects, capturePeriod, entries, selectable } = profile;
    const period = capturePeriod === 0 ? 'Rows are captured by events or the calendar' : `A row every ${capturePeriod} s`;
    return [
      `#### ${code(tag)}`,
      `${period}; ${entries} entries.`,
      `Columns: ${captureObjects.map((column) => columns.nameOf(column)).join(', ')}.`,
      selectable === undefined ? '' : `A client may choose from ${selectable.map(code).join(', ')}.`,
      ...(eventColumns ?? []).flatMap(({ name, sources }) =>
        sources === undefined
          ? []
          : [`Register of the ${name} by event code: ${[...sources].map(([event, source]) => `${event} ${code(source)}`).join(', ')}.`],
      ),
    ];
  });
}

function alarms(profile: ProtocolProfile): string[] {
  const registers = alarmRegistersOf(profile);
  const rows = alarmTypes
    .map((alarm) => ({ alarm, register: alarmRegisterOf(alarm) }))
    .filter(({ register }) => registers.includes(register))
    .map(({ alarm, register }) => [String(register), String(Math.log2(encodeAlarms(register, [alarm]))), code(alarm)]);
  return [
    '## Alarms',
    'Bits of alarm registers, and of the filters of the same number; bit 0 is the least significant.',
    table(['Register', 'Bit', 'Alarm'], rows),
  ];
}

function flags({ configuration }: ProtocolProfile): string[] {
  if (configuration === undefined) return [];
  const rows = [...configuration.positions].map(([flag, position]) => [String(position), code(flag)]);
  return ['## Configuration flags', 'Position 0 is the most significant bit of the first octet.', table(['Position', 'Flag'], rows)];
}
