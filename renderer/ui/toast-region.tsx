import {
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  type FocusEvent,
} from "react";
import { createPortal } from "react-dom";
import type { WireError } from "../../shared/contract/wire.ts";
import { isField, isUnderLayer } from "../keyboard/layers.ts";
import { Button } from "./button.tsx";
import { ErrorActions } from "./error-actions.ts";
import { CloseIcon } from "./icons.ts";
import { useSentence } from "./sentence.ts";
import styles from "./toasts.module.css";

export interface Toast {
  readonly tone: "info" | "warning" | "error";
  readonly text: ReactNode;
  readonly next?: ReactNode;
  /** The error that it is about: it brings buttons of its own. */
  readonly error?: WireError;
  readonly action?: {
    readonly text: string;
    readonly onSelect: () => void;
    /** The button that was pressed is gone with what it did: this one has the focus in its place, unless somebody types by then. */
    readonly takesFocus?: boolean;
  };
}

export interface ShownToast extends Toast {
  readonly id: number;
}

const shownMs = 8000;
const gap = 16;

/**
 * In a corner above everything, beneath a dialog. How high it is, pages and dialogs know as --toasts. Base UI leaves live
 * regions to screen readers while a dialog is open.
 */
export function ToastRegion({
  toasts,
  onClose,
}: {
  readonly toasts: readonly ShownToast[];
  /** Stays the same between renders. */
  readonly onClose: (id: number) => void;
}) {
  const origin = useRef<HTMLElement>(null);
  const giveFocusBack = useCallback(() => {
    const back = origin.current?.isConnected ? origin.current : null;
    (back ?? document.querySelector("main"))?.focus();
  }, []);
  const tellHeight = useCallback((region: HTMLDivElement | null) => {
    if (!region) return;
    const root = document.documentElement.style;
    const sized = new ResizeObserver(() => {
      const height = region.offsetHeight;
      const room = height === 0 ? 0 : height + gap;
      root.setProperty("--toasts", `${String(room)}px`);
    });
    sized.observe(region);
    return () => {
      sized.disconnect();
      root.removeProperty("--toasts");
    };
  }, []);
  const enter = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget))
      origin.current =
        relatedTarget instanceof HTMLElement ? relatedTarget : null;
  };
  return createPortal(
    // It watches where the focus comes from; the buttons in it are what is used.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={tellHeight}
      className={styles["region"]}
      role="status"
      aria-live="polite"
      onFocus={enter}
    >
      {toasts.map((toast) => (
        <ToastView
          key={toast.id}
          toast={toast}
          giveFocusBack={giveFocusBack}
          onClose={onClose}
        />
      ))}
    </div>,
    document.body,
  );
}

function ToastView({
  toast: { id, tone, text, next, error, action },
  giveFocusBack,
  onClose,
}: {
  readonly toast: ShownToast;
  /** To what had it before a toast got it; where that is gone, to the page. */
  readonly giveFocusBack: () => void;
  readonly onClose: (id: number) => void;
}) {
  const actions = useContext(ErrorActions);
  const element = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (tone === "error") return;
    const timer = setInterval(() => {
      if (!element.current?.matches(":hover, :focus-within")) onClose(id);
    }, shownMs);
    return () => clearInterval(timer);
  }, [id, tone, onClose]);
  useLayoutEffect(() => {
    const shown = element.current;
    return () => {
      if (shown?.contains(document.activeElement)) giveFocusBack();
    };
  }, [giveFocusBack]);
  const sentence = useSentence();
  const takesFocus = action?.takesFocus ?? false;
  useEffect(() => {
    if (!takesFocus || isField(document.activeElement) || isUnderLayer())
      return;
    first.current?.focus();
  }, [takesFocus]);
  return (
    <div ref={element} className={styles["toast"]} data-tone={tone}>
      <span className={styles["text"]}>
        <span>{sentence(text)}</span>
        {next ? <span className={styles["next"]}>{sentence(next)}</span> : null}
        {error ? actions?.(error, () => onClose(id)) : null}
      </span>
      {action ? (
        <Button
          ref={first}
          size="small"
          onClick={() => {
            onClose(id);
            action.onSelect();
          }}
        >
          {action.text}
        </Button>
      ) : null}
      <Button
        isIcon
        tone="quiet"
        size="small"
        aria-label="Close this message"
        onClick={() => onClose(id)}
      >
        <CloseIcon aria-hidden />
      </Button>
    </div>
  );
}
