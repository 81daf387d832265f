import type { InspectorView } from '../../inspector/props';
import { style } from '../../inspector/styles';
import css from './contents.css';
import { sectionName, type SectionId } from './sections';

style(css);

interface ContentsProps {
  view: InspectorView | undefined;
  file: boolean;
  /** Calibration and worst rows stand in the evaluation above. */
  evaluated: boolean;
}

/** What stands under the inspector, a step of the keyboard from the top: each button leads to its section. */
export function Contents({ view, file, evaluated }: ContentsProps) {
  const ofOneClass = (view?.labelled ?? false) && view?.settings.loss !== 'sigmoid';
  const sections: [id: SectionId, shown: boolean][] = [
    ['findings', true],
    ['options', true],
    ['calibration', ofOneClass && !evaluated],
    ['worst-rows', ofOneClass && !evaluated],
    ['classes', ofOneClass],
    ['file', file],
  ];
  return (
    <>
      {sections
        .filter(([, shown]) => shown)
        .map(([id]) => (
          <button
            key={id}
            type="button"
            class="lw-link"
            onClick={() => {
              const section = document.getElementById(id);
              section?.focus({ preventScroll: true });
              section?.scrollIntoView({ block: 'start' });
            }}
          >
            {sectionName(id)}
          </button>
        ))}
    </>
  );
}
