/**
 * One layer owns the keyboard at a time. A key press belongs to what had the focus when it went down: a layer that closes
 * on Enter gives the focus back to what is beneath, and the rest of the same press would click that. Runs as long as the
 * page.
 */
export function keepPressesApart(): void {
  let pressed: EventTarget | null = null;
  const options = { capture: true };
  window.addEventListener(
    "keydown",
    ({ target }) => {
      pressed = target;
    },
    options,
  );
  const stop = (event: KeyboardEvent): void => {
    if (event.target === pressed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keypress", stop, options);
}

/** A dialog, the palette or a menu is open: shortcuts of the page beneath do nothing. */
export function isUnderLayer(): boolean {
  return (
    document.querySelector(
      '[role="dialog"], [role="alertdialog"], [role="menu"]',
    ) !== null
  );
}
