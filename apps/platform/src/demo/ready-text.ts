export interface ReadyFacts {
  readonly url: string;
  readonly apiKey: string;
  readonly deviceIdentification: string;
  /** Base URL of the fleet's control interface. */
  readonly control: string;
}

/** What the demo says when all is set: one line that starts with `Meterlog ready` and three that work when pasted into a shell. */
export function readyText({ url, apiKey, deviceIdentification, control }: ReadyFacts): string {
  const key = `-H ${quoted(`Authorization: Bearer ${apiKey}`)}`;
  const body = quoted(JSON.stringify({ deviceIdentification }));
  const read = quoted(`${url}/v1/commands/GetActualMeterReads?wait=30`);
  const device = `${url}/v1/devices/${encodeURIComponent(deviceIdentification)}`;
  return [
    `Meterlog ready: ${url} (documentation ${url}/docs, metrics ${url}/metrics, simulated fleet ${control}/meters), API key ${apiKey}`,
    `curl -s ${key} -H 'Content-Type: application/json' -d ${body} ${read}`,
    `curl -s ${key} ${quoted(`${device}/meter-reads?kind=DAILY`)}`,
    `curl -s ${key} ${quoted(`${device}/history`)}`,
    '',
  ].join('\n');
}

/** As one word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
