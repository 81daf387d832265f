type Child = Node | string | false | undefined;

/** An element with a class and children. Text is text, whatever it holds. */
export function element(name: string, className: string, ...children: readonly Child[]): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

export function table(
  columns: readonly { name: string; className?: string }[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const head = columns.map(({ name, className = '' }) => {
    const cell = element('th', className, name);
    cell.setAttribute('scope', 'col');
    return cell;
  });
  const body = rows.map((row) =>
    element('tr', '', ...row.map((cell, i) => element('td', columns[i].className ?? '', cell))),
  );
  return element(
    'table',
    '',
    element('thead', '', element('tr', '', ...head)),
    element('tbody', '', ...body),
  );
}
