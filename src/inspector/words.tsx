import { Fragment, type ComponentChildren } from 'preact';

/** A sentence with elements in the places of {0}, {1}, …. */
export function Words({ text, children }: { text: string; children: ComponentChildren }) {
  const elements = Array.isArray(children) ? (children as ComponentChildren[]) : [children];
  return <>{text.split(/\{(\d)\}/).map((part, i) => (i % 2 === 0 ? part : elements[Number(part)]))}</>;
}

/** Parts with a dot between each two that are there. */
export function Dotted({ parts }: { parts: readonly ComponentChildren[] }) {
  return (
    <>
      {parts.filter(Boolean).map((part, i) => (
        <Fragment key={i}>
          {i > 0 && ' · '}
          {part}
        </Fragment>
      ))}
    </>
  );
}
