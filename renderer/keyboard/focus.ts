// Where the focus goes when what had it is gone: a press of a key must not end on nothing (docs/decisions/0047).

const focusable =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]";
const layer = '[role="dialog"], [role="alertdialog"], [role="menu"]';
const mostRemembered = 20;

/** An element, the parents that it had, and which of their children each of them was. */
type Trail = readonly { readonly element: Element; readonly place: number }[];

/** Gives the focus to what is next whenever what had it was taken out of the page. Runs as long as the page. */
export function keepFocus(): void {
  let trails: readonly Trail[] = [];
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target !== document.body)
      trails = [trailOf(target), ...trails].slice(0, mostRemembered);
  });
  new MutationObserver((changes) => {
    const has = document.activeElement;
    if (has !== null && has !== document.body) return;
    const [last] = trails;
    const element = last?.[0]?.element;
    if (!element || (element.isConnected && !isTakenOut(element, changes)))
      return;
    nextOf(trails)?.focus();
  }).observe(document.body, { childList: true, subtree: true });
}

/** What is put elsewhere in a list is taken out first, and loses the focus then. */
function isTakenOut(
  element: Element,
  changes: readonly MutationRecord[],
): boolean {
  return changes.some(({ removedNodes }) =>
    [...removedNodes].some((node) => node.contains(element)),
  );
}

function trailOf(target: Element): Trail {
  const trail: { element: Element; place: number }[] = [];
  for (
    let element: Element | null = target;
    element !== null && element !== document.body;
    element = element.parentElement
  ) {
    const { parentElement } = element;
    const place = parentElement
      ? [...parentElement.children].indexOf(element)
      : 0;
    trail.push({ element, place });
  }
  return trail;
}

/**
 * What stood beside what is gone, or around it; else what had the focus before that; else the page itself. While a layer
 * is open it is in the layer.
 */
function nextOf(trails: readonly Trail[]): HTMLElement | null {
  const within = [...document.querySelectorAll(layer)].at(-1) ?? document.body;
  for (const trail of trails) {
    const found = besideTrail(trail);
    if (found && within.contains(found)) return found;
  }
  return asFocusable(within.querySelector("main")) ?? firstIn(within);
}

function besideTrail(trail: Trail): HTMLElement | null {
  const at = trail.findIndex(({ element }) => element.isConnected);
  const parent = trail[at]?.element;
  if (!parent || at === 0) return asFocusable(parent ?? null);
  // The frame of the whole page: whatever was in it is another page now.
  if (parent.id === "root") return null;
  const place = trail[at - 1]?.place ?? 0;
  return (
    firstIn(parent.children[place]) ??
    firstIn(parent.children[place - 1]) ??
    asFocusable(parent.closest("[tabindex]")) ??
    firstIn(parent)
  );
}

function firstIn(element: Element | null | undefined): HTMLElement | null {
  if (!element) return null;
  return (
    asFocusable(element) ??
    [...element.querySelectorAll(focusable)].map(asFocusable).find(Boolean) ??
    null
  );
}

/** Null where it cannot have the focus, or cannot be seen. */
function asFocusable(element: Element | null): HTMLElement | null {
  return element instanceof HTMLElement &&
    element.matches(focusable) &&
    element.getClientRects().length > 0
    ? element
    : null;
}
