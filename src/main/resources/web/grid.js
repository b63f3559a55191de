export const COLUMNS = 10;

/** One tab stop for all boxes: arrow keys, Home, End, Page Up and Page Down move within (roving tabindex). */
export function moveByKeys(boxes) {
  let current = 0;
  boxes.forEach((box, index) => {
    box.tabIndex = index === current ? 0 : -1;
    box.addEventListener('focus', () => {
      boxes[current].tabIndex = -1;
      current = index;
      box.tabIndex = 0;
    });
    box.addEventListener('keydown', (event) => {
      const next = event.altKey || event.metaKey ? null : target(index, event.key, event.ctrlKey, boxes.length);
      if (next !== null) {
        event.preventDefault();
        boxes[next].focus();
      }
    });
  });
}

/** Where a key leads from a box, or null when it leads nowhere. */
function target(index, key, ctrl, size) {
  const column = index % COLUMNS;
  const rowStart = index - column;
  const candidate = {
    ArrowLeft: column > 0 ? index - 1 : index,
    ArrowRight: column < COLUMNS - 1 ? index + 1 : index,
    ArrowUp: index - COLUMNS,
    ArrowDown: index + COLUMNS,
    Home: ctrl ? 0 : rowStart,
    End: ctrl ? size - 1 : rowStart + COLUMNS - 1,
    PageUp: column,
    PageDown: size - COLUMNS + column,
  }[key];
  if (candidate === undefined) {
    return null;
  }
  return candidate < 0 || candidate >= size ? index : candidate;
}
