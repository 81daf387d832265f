import type { WorkerClient } from '../worker/client';
import type { ViewSettings } from '../worker/protocol';
import { useAnswer, useSettled } from './hooks';

interface NumericsProps {
  client: WorkerClient;
  session: number;
  version: number;
  settings: ViewSettings;
  name(row: number): string;
  onRow(row: number): void;
}

const MAX_LINKS = 6;

/** What the same rows would have given, computed the way people write it by hand in float32. */
export function Numerics({ client, session, version, settings, name, onRow }: NumericsProps) {
  const settled = useSettled(settings, 80);
  const { result, error } = useAnswer(client, 'naive', { session, settings: settled }, version);
  if (error) return <section class="ls-section ls-problem">{error}</section>;
  if (!result) return null;
  return (
    <section class="ls-section" aria-label="numerics">
      <p class="ls-caption">numerics: the same rows, computed the way people write it by hand in float32</p>
      {result.findings.length === 0 && (
        <p class="ls-finding">
          <span class="ls-good" aria-hidden="true">
            ✓
          </span>
          <span>Nothing is lost here: naive float32 softmax and log give the same loss to six digits.</span>
        </p>
      )}
      {result.findings.map(({ kind, message, rows }) => (
        <p class="ls-finding" key={kind + message}>
          <span class="ls-label" aria-hidden="true">
            ◆
          </span>
          <span>
            {message}
            {rows.slice(0, MAX_LINKS).map((row) => (
              <button key={row} type="button" class="ls-link ls-num" onClick={() => onRow(row)}>
                row {name(row)}
              </button>
            ))}
            {rows.length > MAX_LINKS && <span class="ls-dim"> +{rows.length - MAX_LINKS}</span>}
          </span>
        </p>
      ))}
    </section>
  );
}
