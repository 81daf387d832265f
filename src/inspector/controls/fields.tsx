import { useState } from 'preact/hooks';
import { style } from '../styles';
import css from './fields.css';

style(css);

/** One of a few values, each shown by a text. */
export function Choice<Value extends string>({
  name,
  about,
  value,
  options,
  onChoose,
}: {
  name: string;
  about: string;
  value: string;
  options: Record<Value, string>;
  onChoose(value: Value): void;
}) {
  return (
    <label class="ls-field">
      {name}
      <select
        class="ls-select"
        title={about}
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value as Value)}
      >
        {(Object.entries(options) as [Value, string][]).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A number that is taken when it has been typed: on the way to −1 stands a 1. */
export function NumberField<Given>({
  name,
  about,
  said,
  shown,
  read,
  onGive,
  onProblem,
}: {
  name: string;
  about: string;
  /** The element that tells of problems. */
  said: string;
  shown: string;
  /** What it stands for, or what is wrong with it. */
  read(text: string): Given | string;
  onGive(given: Given): void;
  onProblem(problem: string | undefined): void;
}) {
  const [typed, setTyped] = useState<string>();
  return (
    <label class="ls-field">
      {name}
      <input
        class="ls-input ls-num ls-exact"
        type="text"
        inputMode="decimal"
        title={about}
        aria-describedby={said}
        aria-invalid={typed !== undefined && typeof read(typed.trim()) === 'string'}
        value={typed ?? shown}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => {
          const result = read(event.currentTarget.value.trim().slice(0, 20));
          if (typeof result === 'string') return onProblem(result);
          onProblem(undefined);
          setTyped(undefined);
          onGive(result);
        }}
      />
    </label>
  );
}
