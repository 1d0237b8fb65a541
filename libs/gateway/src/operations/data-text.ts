import type { Data } from '#dlms';

/** A value for people: its type and what it holds, `structure [integer 0, enum 30]`; octets in hex. */
export function dataText(data: Data): string {
  switch (data.type) {
    case 'array':
    case 'structure':
      return `${data.type} [${data.value.map(dataText).join(', ')}]`;
    case 'octet-string':
    case 'date-time':
    case 'date':
    case 'time':
      return `${data.type} ${Buffer.from(data.value).toString('hex')}`.trimEnd();
    case 'visible-string':
    case 'utf8-string':
      return `${data.type} ${JSON.stringify(data.value)}`;
    case 'null-data':
    case 'dont-care':
      return data.type;
    case 'compact-array':
      return data.type;
    default:
      return `${data.type} ${String(data.value)}`.trimEnd();
  }
}
