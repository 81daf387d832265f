import { Chart, type ChartProps } from '../charts/chart';
import { style } from '../styles';
import css from './figure.css';

style(css);

interface FigureProps extends ChartProps {
  caption: string;
  about?: string;
  /** The same figures for screen readers. */
  head: readonly string[];
  table: readonly (readonly (string | number)[])[];
}

/** A chart under its caption, with its table. */
export function Figure({ caption, about, head, table, ...chart }: FigureProps) {
  return (
    <figure class="ls-figure">
      <figcaption title={about}>{caption}</figcaption>
      <Chart {...chart} />
      <table class="ls-hidden">
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.map((cells, i) => (
            <tr key={i}>
              {cells.map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
