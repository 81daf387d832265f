import { useState } from 'preact/hooks';
import type { InspectorView } from '../../inspector/props';
import type { WorkbenchProps } from './workbench';

/** Options of the loss that stand beside the inspector's own: weights, ignore index, multi-label, shifted labels. */
export function Options({ client, shown, view, onGive }: WorkbenchProps & { view: InspectorView }) {
  const { settings, session, classes } = view;
  const [weights, setWeights] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const mode = settings.classWeights === undefined ? 'none' : weights === undefined ? 'balanced' : 'typed';

  const giveWeights = async (choice: string) => {
    setProblem(undefined);
    setWeights(choice === 'typed' ? '' : undefined);
    if (choice === 'none') return onGive({ classWeights: undefined });
    if (choice !== 'balanced') return;
    try {
      onGive({ classWeights: await client.call('balancedWeights', { session, settings }) });
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const type = (text: string) => {
    setWeights(text);
    const values = text.split(/[\s,;[\]()]+/).filter(Boolean);
    const numbers = values.map(Number);
    const wrong = numbers.findIndex((w) => !(w >= 0 && w < Infinity));
    if (wrong >= 0)
      setProblem(`weight ${wrong} is “${values[wrong].slice(0, 20)}”; expected a number of at least 0`);
    else if (numbers.length !== classes)
      setProblem(`expected ${classes} weights, one per class, got ${numbers.length}`);
    else {
      setProblem(undefined);
      onGive({ classWeights: numbers });
    }
  };
  const canShift = shown.found.shape.length >= 3 || shown.settings?.shifted !== undefined || settings.shifted;
  return (
    <section id="options" aria-label="loss options" tabIndex={-1}>
      <h2>Options</h2>
      <div class="lw-options">
        <label>
          class weights{' '}
          <select
            value={weights === undefined ? mode : 'typed'}
            onChange={(event) => void giveWeights(event.currentTarget.value)}
          >
            <option value="none">none</option>
            <option value="balanced">balanced</option>
            <option value="typed">typed …</option>
          </select>
        </label>
        {weights !== undefined && (
          <input
            class="lw-wide"
            aria-label={`${classes} class weights`}
            placeholder={`${classes} numbers`}
            value={weights}
            onInput={(event) => type(event.currentTarget.value)}
          />
        )}
        <label>
          ignore index{' '}
          <input
            class="lw-narrow"
            inputMode="numeric"
            value={String(settings.ignoreIndex ?? -100)}
            onChange={(event) => {
              const index = Number(event.currentTarget.value);
              if (Number.isInteger(index)) onGive({ ignoreIndex: index });
              else
                setProblem(`the ignore index is a class id, got “${event.currentTarget.value.slice(0, 20)}”`);
            }}
          />
        </label>
        <label>
          loss{' '}
          <select
            value={settings.loss ?? 'softmax'}
            onChange={(event) => onGive({ loss: event.currentTarget.value as 'softmax' | 'sigmoid' })}
          >
            <option value="softmax">softmax cross-entropy</option>
            <option value="sigmoid">sigmoid (multi-label) cross-entropy</option>
          </select>
        </label>
        {canShift && (
          <label title="The logits at t belong to the label at t + 1, as in language models">
            <input
              type="checkbox"
              checked={settings.shifted ?? false}
              onChange={(event) => onGive({ shifted: event.currentTarget.checked })}
            />{' '}
            labels shifted by one (language model)
          </label>
        )}
      </div>
      {settings.loss === 'sigmoid' && Boolean(settings.labelSmoothing) && (
        <p class="lw-dim">Label smoothing is the softmax loss’s; the sigmoid’s is computed without it.</p>
      )}
      {problem && (
        <p class="lw-problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
