import { useEffect, useRef, type KeyboardEvent as ReactKeys } from "react";

// The one place that listens to the keyboard (docs/decisions/0041): shortcuts of the page, keys of a part of it, and the
// rule that a press belongs to the layer in which it went down.

/** What a key does, by the name that the browser gives it. The press does nothing else. */
export type Keys = Readonly<
  Record<string, (event: ReactKeys) => "handled" | "passed">
>;

/** Keys that act while this part of the page has the focus: spread over the element. */
export function onKeys(keys: Keys): {
  readonly onKeyDown: (event: ReactKeys) => void;
} {
  return {
    onKeyDown: (event) => {
      const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
      if (act?.(event) === "handled") event.preventDefault();
    },
  };
}

/** A shortcut of the whole page: Ctrl or Cmd with a key. Under a dialog, the palette or a menu it does nothing. */
export function useShortcut(key: string, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== key || !(event.ctrlKey || event.metaKey))
        return;
      event.preventDefault();
      if (!isUnderLayer() && !event.repeat) latest.current();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [key]);
}

/**
 * A layer that closes on a key gives the focus back to what is beneath. The rest of the same press - its character, its
 * repeats while the key is held, its release - is stopped there. Runs as long as the page.
 */
export function keepPressesApart(): void {
  const presses = new Presses<EventTarget>();
  const guard = (event: KeyboardEvent): void => {
    if (presses.isOwn(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const options = { capture: true };
  for (const type of ["keydown", "keypress", "keyup"] as const)
    window.addEventListener(type, guard, options);
  // A key that is let go of elsewhere is never heard of again.
  window.addEventListener("blur", () => presses.forget());
}

/** As much of a keyboard event as counts. */
export interface PressEvent<Target> {
  readonly type: string;
  readonly key: string;
  readonly target: Target | null;
  readonly repeat: boolean;
}

/** Keys that press what has the focus, or close what is open. Others may be held while the focus moves. */
const acting: ReadonlySet<string> = new Set([
  "Enter",
  " ",
  "Escape",
  "Delete",
  "Backspace",
]);

/** Which element each acting key went down on. */
export class Presses<Target> {
  readonly #began = new Map<string, Target | null>();

  /** Does this part of a press come to where the press began? */
  isOwn({ type, key, target, repeat }: PressEvent<Target>): boolean {
    if (!acting.has(key)) return true;
    if (type === "keydown" && !(repeat && this.#began.has(key))) {
      this.#began.set(key, target);
      return true;
    }
    const isOwn = !this.#began.has(key) || this.#began.get(key) === target;
    if (type === "keyup") this.#began.delete(key);
    return isOwn;
  }

  forget(): void {
    this.#began.clear();
  }
}

/** A dialog, the palette or a menu is open: shortcuts of the page beneath do nothing. */
export function isUnderLayer(): boolean {
  return (
    document.querySelector(
      '[role="dialog"], [role="alertdialog"], [role="menu"]',
    ) !== null
  );
}
