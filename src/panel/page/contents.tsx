import type { InspectorView } from '../../inspector/props';

/** What stands under the inspector, a step of the keyboard from the top: each button leads to its section. */
export function Contents({ view, file }: { view: InspectorView | undefined; file: boolean }) {
  const labelled = view?.labelled ?? false;
  const sections: [id: string, name: string, shown: boolean][] = [
    ['findings', 'Findings', true],
    ['options', 'Options', true],
    ['calibration', 'Calibration', labelled],
    ['worst-rows', 'Worst rows', labelled],
    ['classes', 'Classes', labelled && view?.settings.loss !== 'sigmoid'],
    ['file', 'The file', file],
  ];
  return (
    <>
      {sections
        .filter(([, , shown]) => shown)
        .map(([id, name]) => (
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
            {name}
          </button>
        ))}
    </>
  );
}
