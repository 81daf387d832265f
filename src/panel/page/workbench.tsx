import { LossOptions } from '../../inspector/controls/lossOptions';
import { optionsInWords } from '../../inspector/controls/optionsInWords';
import type { InspectorView } from '../../inspector/props';
import type { Mending } from '../../loss/types';
import { besideOf } from '../../arrays/beside';
import type { InCode } from '../../arrays/inCode';
import type { WorkerClient } from '../../worker/client';
import type { Shown } from '../protocol';
import { CalibrationSection } from './calibration';
import { Classes } from './classes';
import { FileReport } from './fileReport';
import { Findings } from './findings';
import { Section } from './section';
import { useLook } from './useLook';
import { WorstRows } from './worstRows';

export interface WorkbenchProps {
  client: WorkerClient;
  shown: Shown;
  /** What the inspector shows at the moment. */
  view: InspectorView | undefined;
  /** Calibration and worst rows stand in the evaluation above. */
  evaluated?: boolean;
  inCode?: InCode;
  /** As a person chose them. */
  classNames?: readonly string[];
  /** Changes the inspector's settings. */
  onGive(settings: Mending): void;
  onReveal?(row: number): void;
  onDocument(text: string): void;
}

/** Under the inspector: what is wrong with the loss, options, calibration, worst rows, classes, and the report. */
export function Workbench({
  client,
  shown,
  view,
  evaluated = false,
  inCode,
  classNames,
  onGive,
  onReveal,
  onDocument,
}: WorkbenchProps) {
  const { found, file, origin } = shown;
  const beside = besideOf(found);
  const { looked, error } = useLook(client, view, beside);
  if (!view) return file ? <FileReport report={file} /> : null;

  const { session, version, settings, labelled, classes } = view;
  // A temperature is fitted to, and a row is wrong by, the one class that is right.
  const ofOneClass = labelled && settings.loss !== 'sigmoid';
  const name = (id: number) => (id < 0 ? '–' : (classNames?.[id] ?? String(id)));
  const report = async (signal: AbortSignal) => {
    const request = { session, settings, origin, classNames, beside };
    onDocument(await client.call('lossReport', request, { signal }));
  };
  const mayShift =
    found.shape.length >= 3 || shown.settings?.shifted !== undefined || settings.shifted === true;
  return (
    <div class="lw-root">
      <Findings findings={looked?.findings} {...{ error, inCode, onGive }} onReport={report} />
      <Section id="options" folded words={optionsInWords(settings)}>
        <div class="ls-colors">
          <LossOptions {...{ client, session, version, classes, settings, onGive }} canShift={mayShift} />
        </div>
      </Section>
      {ofOneClass && !evaluated && <CalibrationSection {...{ client, session, version, settings, onGive }} />}
      {looked?.worst && ofOneClass && !evaluated && (
        <WorstRows page={looked.worst} name={name} onReveal={onReveal} />
      )}
      {looked?.classes && looked.classes.length > 0 && labelled && (
        <Classes classes={looked.classes} name={name} />
      )}
      {file && <FileReport report={file} />}
    </div>
  );
}
