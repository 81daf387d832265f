import { markClass, type Piece } from './marks';

/** A token's text with its marks set off. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ text, mark }, i) =>
        mark ? (
          <i key={i} class={markClass(text, pieces.length === 1)}>
            {text}
          </i>
        ) : (
          text
        ),
      )}
    </>
  );
}
