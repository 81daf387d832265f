import type { Piece } from './marks';

/** A token's text with its marks set off. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ text, mark }, i) =>
        mark ? (
          <i key={i} class="lt-mark">
            {text}
          </i>
        ) : (
          text
        ),
      )}
    </>
  );
}
