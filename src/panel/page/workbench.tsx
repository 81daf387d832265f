import { useEffect, useState } from 'preact/hooks';
import type { Calibration, ClassFigures, Finding } from '../../loss/types';
import type { WorkerClient } from '../../worker/client';
import type { RowsPage, ViewSettings } from '../../worker/protocol';
import { LossOptions } from '../../inspector/lossOptions';
import type { InspectorView } from '../../inspector/props';
import type { Shown } from '../protocol';
import { FileReport } from './fileReport';
import { percent, shortNumber } from './numbers';

export interface WorkbenchProps {
  client: WorkerClient;
  shown: Shown;
  /** What the inspector shows at the moment. */
  view: InspectorView | undefined;
  /** Changes the inspector's settings. */
  onGive(settings: Partial<ViewSettings>): void;
  onReveal?(row: number): void;
  onDocument(text: string): void;
}

const WORST = 10;
const CLASSES = 30;
const MARKS = { error: '●', warning: '▲', info: '○' } as const;

interface Looked {
  findings: Finding[];
  worst?: RowsPage;
  classes?: ClassFigures[];
}

/** Under the inspector: what is wrong with the loss, options, calibration, worst rows, classes, and the report. */
export function Workbench(props: WorkbenchProps) {
  const { client, shown, view, onGive, onReveal, onDocument } = props;
  const { found, file } = shown;
  const [looked, setLooked] = useState<Looked>();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const session = view?.session;
  const key = view && JSON.stringify([view.session, view.settings, view.version, view.labelled]);
  const names = found.classNames;
  const name = (id: number) => (id < 0 ? '–' : (names?.[id] ?? String(id)));

  useEffect(() => {
    if (!view) return;
    const aborter = new AbortController();
    const { signal } = aborter;
    const { session, settings, labelled } = view;
    const look = async () => {
      const findings = await client.call(
        'audit',
        { session, settings, printedLoss: found.printedLoss },
        { signal },
      );
      if (!labelled) return setLooked({ findings });
      const sort = { key: 'loss', descending: true } as const;
      const worst = await client.call('rows', { session, settings, sort, from: 0, count: WORST }, { signal });
      const classes = await client.call('perClass', { session, settings }, { signal });
      setLooked({ findings, worst, classes });
      setError(undefined);
    };
    // A slider that is being dragged is left alone.
    const timer = setTimeout(() => {
      look().catch((reason: unknown) => !signal.aborted && setError(String((reason as Error).message)));
    }, 250);
    return () => {
      clearTimeout(timer);
      aborter.abort(new Error('no longer asked for'));
    };
  }, [client, key]);

  if (!view || session === undefined) return file ? <FileReport report={file} /> : null;
  const { settings, labelled } = view;

  const openReport = async () => {
    setBusy('Writing the report …');
    try {
      const text = await client.call('lossReport', {
        session,
        settings,
        origin: shown.origin,
        classNames: names,
        printedLoss: found.printedLoss,
      });
      onDocument(text);
    } catch (reason) {
      setError((reason as Error).message);
    }
    setBusy(undefined);
  };

  return (
    <div class="lw-root">
      <section id="findings" aria-label="findings" tabIndex={-1}>
        <h2>
          Findings
          <span class="lw-space" />
          <button type="button" class="lw-button" onClick={() => void openReport()}>
            Open as report
          </button>
        </h2>
        {error && (
          <p class="lw-problem" role="alert">
            {error}
          </p>
        )}
        {busy && <p role="status">{busy}</p>}
        {looked?.findings.length === 0 && <p class="lw-dim">Nothing stands out.</p>}
        <ul class="lw-findings">
          {looked?.findings.map(({ id, severity, message, evidence, remedy, offer }) => (
            <li key={id} class={`lw-${severity}`}>
              <span class="lw-mark" role="img" aria-label={severity}>
                {MARKS[severity]}
              </span>
              <div>
                <div>{message}</div>
                <div class="lw-dim">{evidence}</div>
                <div>
                  {remedy}{' '}
                  {offer && (
                    <button type="button" class="lw-link" onClick={() => onGive(offer.settings)}>
                      {offer.label}
                    </button>
                  )}
                </div>
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section id="options" aria-label="loss options" tabIndex={-1}>
        <h2>Options</h2>
        <div class="ls-colors">
          <LossOptions
            client={client}
            session={session}
            version={view.version}
            classes={view.classes}
            settings={settings}
            canShift={
              found.shape.length >= 3 || shown.settings?.shifted !== undefined || settings.shifted === true
            }
            onGive={onGive}
          />
        </div>
      </section>
      {labelled && (
        <CalibrationSection
          client={client}
          session={session}
          settings={settings}
          version={view.version}
          onGive={onGive}
        />
      )}
      {looked?.worst && labelled && (
        <section id="worst-rows" aria-label="worst rows" tabIndex={-1}>
          <h2>Worst rows</h2>
          <table>
            <thead>
              <tr>
                <th class="lw-number">row</th>
                <th class="lw-number">loss</th>
                <th>label</th>
                <th>top class</th>
                <th class="lw-number">its p</th>
                {onReveal && <th>in the file</th>}
              </tr>
            </thead>
            <tbody>
              {[...looked.worst.row].map((row, i) => (
                <tr key={row}>
                  <td class="lw-number">{row}</td>
                  <td class="lw-number">{shortNumber(looked.worst!.loss?.[i])}</td>
                  <td>{name(looked.worst!.label?.[i] ?? -1)}</td>
                  <td>{name(looked.worst!.top[i])}</td>
                  <td class="lw-number">{shortNumber(looked.worst!.probability[i])}</td>
                  {onReveal && (
                    <td>
                      <button
                        type="button"
                        class="lw-link"
                        aria-label={`Go to record of row ${row}`}
                        onClick={() => onReveal(row)}
                      >
                        Go to record
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {looked?.classes && looked.classes.length > 0 && labelled && (
        <Classes classes={looked.classes} name={name} />
      )}
      {file && <FileReport report={file} />}
    </div>
  );
}

function Classes({ classes, name }: { classes: ClassFigures[]; name(id: number): string }) {
  const shown = [...classes]
    .sort((a, b) => b.support * b.meanLoss - a.support * a.meanLoss || 0)
    .slice(0, CLASSES);
  return (
    <section id="classes" aria-label="classes by loss" tabIndex={-1}>
      <h2>Classes, by their share of the loss</h2>
      <table>
        <thead>
          <tr>
            <th>class</th>
            <th class="lw-number">rows</th>
            <th class="lw-number">mean loss</th>
            <th class="lw-number">recall</th>
            <th class="lw-number">precision</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, support, meanLoss, recall, precision }) => (
            <tr key={id}>
              <td>{name(id)}</td>
              <td class="lw-number">{support.toLocaleString('en')}</td>
              <td class="lw-number">{shortNumber(meanLoss)}</td>
              <td class="lw-number">{percent(recall)}</td>
              <td class="lw-number">{percent(precision)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {classes.length > shown.length && <p class="lw-dim">{classes.length - shown.length} more classes.</p>}
    </section>
  );
}

function CalibrationSection({
  client,
  session,
  settings,
  version,
  onGive,
}: {
  client: WorkerClient;
  session: number;
  settings: ViewSettings;
  version: number;
  onGive(settings: Partial<ViewSettings>): void;
}) {
  const [state, setState] = useState<{ calibration?: Calibration; said?: string }>({});
  useEffect(() => setState({}), [session, version, settings.ignoreIndex]);
  const fit = async () => {
    setState({ said: 'Fitting …' });
    try {
      const calibration = await client.call(
        'calibrate',
        { session, settings },
        {
          onProgress: ({ done, total }) =>
            setState({ said: `Fitting … ${total ? `${Math.round((100 * done) / total)} % of a pass` : ''}` }),
        },
      );
      setState({ calibration });
    } catch (error) {
      setState({ said: (error as Error).message });
    }
  };
  const { calibration, said } = state;
  return (
    <section id="calibration" aria-label="calibration" tabIndex={-1}>
      <h2>Calibration</h2>
      {!calibration && (
        <p>
          <button type="button" class="lw-button" onClick={() => void fit()}>
            Fit the temperature
          </button>{' '}
          <span class="lw-dim" role="status">
            {said ?? 'The one temperature that minimises the mean loss.'}
          </span>
        </p>
      )}
      {calibration && <p role="status">{sentence(calibration)}</p>}
      {calibration?.fit.kind === 'found' && (
        <p>
          <button
            type="button"
            class="lw-link"
            onClick={() => onGive({ temperature: calibration.fit.temperature })}
          >
            Show everything at this temperature
          </button>
        </p>
      )}
    </section>
  );
}

function sentence({ fit, before, after }: Calibration): string {
  switch (fit.kind) {
    case 'found': {
      const direction = fit.temperature > 1 ? 'overconfident' : 'underconfident';
      return `T = ${shortNumber(fit.temperature)} minimises the mean loss: ${shortNumber(fit.before)} → ${shortNumber(fit.after)}; expected calibration error ${shortNumber(before)} → ${shortNumber(after)}. At temperature 1 the model is ${direction}.`;
    }
    case 'zero':
      return 'Every row is right: the loss falls without end as T → 0, so no temperature is best.';
    case 'infinite':
      return 'The labels disagree with the logits so much that guessing is best: the loss falls as T grows without end.';
    case 'no-rows':
      return 'No row has a label and a distribution: there is nothing to fit.';
  }
}
