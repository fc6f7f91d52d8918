import { useEffect, useRef, type KeyboardEvent as ReactKeys } from "react";
import {
  shortcuts,
  type Shortcut,
  type ShortcutDeed,
} from "../../shared/contract/shortcuts.ts";

// The one place that listens to the keyboard (docs/decisions/0041): shortcuts of the page, keys of a part of it, and the
// rule that a press belongs to the layer in which it went down.

/** What a key does, by the name that the browser gives it. The press does nothing else. */
export type Keys = Readonly<
  Record<string, (event: ReactKeys) => "handled" | "passed">
>;

/** Keys that act while this part of the page has the focus: spread over the element. `other` is asked about all else. */
export function onKeys(
  keys: Keys,
  other?: Keys[string],
): {
  readonly onKeyDown: (event: ReactKeys) => void;
} {
  return {
    onKeyDown: (event) => {
      const act = Object.hasOwn(keys, event.key) ? keys[event.key] : other;
      if (act?.(event) === "handled") event.preventDefault();
    },
  };
}

/** Keys of a list, before what has the focus in it: a menu's button would open at an arrow. */
export function useKeysBefore(act: Keys[string]): {
  readonly onKeyDownCapture: (event: ReactKeys) => void;
} {
  return {
    onKeyDownCapture: (event) => {
      if (act(event) !== "handled") return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/** Would this press type a character that can be seen? */
export function isTyping(event: ReactKeys): boolean {
  return (
    [...event.key].length === 1 &&
    event.key !== " " &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey
  );
}

/** The shortcuts of the whole page. Under a dialog, the palette or a menu they do nothing; but a lock, which always works. */
export function useShortcuts(act: (deed: ShortcutDeed) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const found = shortcuts.find((one) => isPressed(one, event));
      if (!found || event.defaultPrevented) return;
      event.preventDefault();
      // A lock takes everything away and asks nothing, whatever is open.
      if (isUnderLayer() && found.does !== "lock") return;
      if (!event.repeat) latest.current(found.does);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function isPressed({ key, isCommand }: Shortcut, event: KeyboardEvent) {
  const { ctrlKey, metaKey, altKey, shiftKey, target } = event;
  if (event.key.toLowerCase() !== key || altKey) return false;
  return isCommand
    ? (ctrlKey || metaKey) && !shiftKey
    : !ctrlKey && !metaKey && !isField(target);
}

/** Where keys are typed. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input, textarea, select")
  );
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
