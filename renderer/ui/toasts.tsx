import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { WireError } from "../../shared/contract/wire.ts";
import { Button } from "./button.tsx";
import { CloseIcon } from "./icons.ts";
import styles from "./toasts.module.css";

interface Toast {
  readonly tone: "info" | "warning" | "error";
  readonly text: string;
  readonly next?: string;
  readonly action?: { readonly text: string; readonly onSelect: () => void };
}

export interface Toasts {
  show(toast: Toast): void;
  fail(error: WireError): void;
}

const ToastsContext = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
  const toasts = useContext(ToastsContext);
  if (!toasts) throw new Error("no toasts above this component");
  return toasts;
}

const shownMs = 8000;

/** Short messages in a corner, read out by screen readers; errors stay until they are closed. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<
    readonly (Toast & { readonly id: number })[]
  >([]);
  const close = useCallback(
    (id: number) =>
      setShown((toasts) => toasts.filter((toast) => toast.id !== id)),
    [],
  );
  const toasts = useMemo<Toasts>(() => {
    let last = 0;
    const show = (toast: Toast): void => {
      const id = ++last;
      setShown((before) => [...before.slice(-2), { ...toast, id }]);
      if (toast.tone !== "error") setTimeout(() => close(id), shownMs);
    };
    return {
      show,
      fail: ({ message, next }) => show({ tone: "error", text: message, next }),
    };
  }, [close]);
  return (
    <ToastsContext.Provider value={toasts}>
      {children}
      <div className={styles["region"]} role="status" aria-live="polite">
        {shown.map(({ id, tone, text, next, action }) => (
          <div key={id} className={styles["toast"]} data-tone={tone}>
            <span className={styles["text"]}>
              <span>{text}</span>
              {next ? <span className={styles["next"]}>{next}</span> : null}
            </span>
            {action ? (
              <Button
                size="small"
                onClick={() => {
                  close(id);
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
              onClick={() => close(id)}
            >
              <CloseIcon aria-hidden />
            </Button>
          </div>
        ))}
      </div>
    </ToastsContext.Provider>
  );
}
