import type { ChartContent } from '../charts/content';

/**
 * As in row.vl.json: pixels of a class, of the column heads above, of a bar, and how far a text's baseline is from its middle.
 */
const [STEP, HEAD, BAR, MIDDLE] = [19, 22, 12, 3.3];
/** Where what there is no room for stands. */
const isInSight = (x: number) => x >= 0;

interface Row {
  name: string;
  logitText: string;
  pText: string;
  logpText: string;
  gradientText: string;
  logit?: number;
  gradient?: number;
  p?: number;
  ink: string;
  fill: string;
  stroke: string;
}

/**
 * The chart of a row as it will be, without the library that draws it: what there is to see stands while that is loaded, and
 * nothing moves when it takes the place.
 */
export function FirstBars({ rows, signals = {}, width = 0 }: ChartContent) {
  const at = (name: string) => Number(signals[name]);
  const said = (name: string) => String(signals[name] ?? '');
  const probability = (p: number) => at('barsFrom') + (at('barsTo') - at('barsFrom')) * (p / at('largest'));
  const signed = (of: 'logit' | 'gradient', value: number) => {
    const [from, to, low, high] = ['From', 'To', 'Low', 'High'].map((end) => at(of + end));
    return from + ((to - from) * (value - low)) / (high - low);
  };
  const columns = [
    { x: at('logitX'), title: said('logitTitle'), of: 'logitText' },
    { x: at('pX'), title: 'p', of: 'pText' },
    { x: at('logpX'), title: said('logpTitle'), of: 'logpText' },
    { x: at('gradientX'), title: said('gradientTitle'), of: 'gradientText' },
  ] as const;
  const shown = columns.filter(({ x }) => isInSight(x));
  const height = rows.length * STEP;
  return (
    <svg class="ls-first" width={width + 13} height={height + HEAD + 2} font-size="11">
      <g transform={`translate(1,${HEAD})`} fill="var(--ls-dim)">
        <text y={MIDDLE - 10}>{said('classTitle')}</text>
        {shown.map(({ x, title, of }) => (
          <text key={of} x={x} y={MIDDLE - 10} text-anchor="end">
            {title}
          </text>
        ))}
        {[0, 0.5, 1].map((part) => (
          <g key={part} transform={`translate(${probability(part * at('largest'))},0)`}>
            <line y2={height} stroke="var(--ls-line)" />
            <text
              y={MIDDLE - 10}
              font-size="10"
              text-anchor={part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}
            >
              {String(part * at('largest')).replace(/^0\./, '.')}
            </text>
          </g>
        ))}
        {(rows as Row[]).map((row, i) => (
          <g key={i} transform={`translate(0,${i * STEP})`}>
            <Name text={row.name} limit={at('nameLimit')} ink={row.ink} />
            {shown.map(({ x, of }) => (
              <text key={of} x={x} y={STEP / 2 + MIDDLE} text-anchor="end" fill="var(--ls-fg)">
                {row[of]}
              </text>
            ))}
            {row.p !== undefined && (
              <Bar from={at('barsFrom')} to={probability(row.p)} fill={row.fill} stroke={row.stroke} />
            )}
            {(['logit', 'gradient'] as const).map(
              (of) =>
                row[of] !== undefined &&
                isInSight(at(`${of}From`)) && (
                  <Bar key={of} from={signed(of, 0)} to={signed(of, row[of])} fill={row.fill} stroke="none" />
                ),
            )}
          </g>
        ))}
      </g>
    </svg>
  );
}

function Bar({ from, to, fill, stroke }: { from: number; to: number; fill: string; stroke: string }) {
  const [x, width] = [Math.min(from, to), Math.abs(to - from)];
  return <rect x={x} y={(STEP - BAR) / 2} width={width} height={BAR} rx="1.5" fill={fill} stroke={stroke} />;
}

/** Pixels of a character of the chart's font. */
const CHARACTER = 6.7;

function Name({ text, limit, ink }: { text: string; limit: number; ink: string }) {
  const room = Math.floor(limit / CHARACTER + 0.5);
  // By characters: half of one is none.
  const characters = text.length > room ? Array.from(text) : [];
  return (
    <text y={STEP / 2 + MIDDLE} fill={ink}>
      {characters.length > room ? `${characters.slice(0, room - 1).join('')}…` : text}
    </text>
  );
}
