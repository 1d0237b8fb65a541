const WIDTH = 800;
const HEIGHT = 360;
const MARGIN = { left: 60, right: 20, top: 40, bottom: 50 };
const STEPS = 400;

export interface Curve {
  readonly title: string;
  /** What it says of where the figures come from. */
  readonly caption: string;
  /** Ordered, s. */
  readonly times: readonly number[];
  /** What is 100 %. */
  readonly total: number;
}

/** Which share of all has happened by when, as an SVG document. */
export function plot({ title, caption, times, total }: Curve): string {
  const end = Math.max(1, times.at(-1) ?? 1);
  const x = (seconds: number): string => (MARGIN.left + (seconds / end) * (WIDTH - MARGIN.left - MARGIN.right)).toFixed(1);
  const y = (share: number): string => (HEIGHT - MARGIN.bottom - share * (HEIGHT - MARGIN.top - MARGIN.bottom)).toFixed(1);
  const points = Array.from({ length: STEPS + 1 }, (_, step) => (step / STEPS) * end);
  const line = points.map((at) => `${x(at)},${y(countUpTo(times, at) / total)}`).join(' ');
  const shares = [0, 0.25, 0.5, 0.75, 1];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">
<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>
<text x="${MARGIN.left}" y="24" font-size="16">${title}</text>
${shares.map((share) => gridLine(y(share), `${share * 100} %`)).join('\n')}
${shares.map((share) => `<text x="${x(share * end)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${(share * end).toFixed(0)} s</text>`).join('\n')}
<polyline points="${line}" fill="none" stroke="#06c" stroke-width="2"/>
<text x="${MARGIN.left}" y="${HEIGHT - 10}" fill="#555">${caption}</text>
</svg>
`;
}

function gridLine(y: string, label: string): string {
  const line = `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y}" y2="${y}" stroke="#ddd"/>`;
  return `${line}<text x="${MARGIN.left - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${label}</text>`;
}

/** How many of the ordered times are no later than `at`. */
function countUpTo(times: readonly number[], at: number): number {
  const later = times.findIndex((time) => time > at);
  return later < 0 ? times.length : later;
}
