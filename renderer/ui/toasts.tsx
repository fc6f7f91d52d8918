import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { WireError } from "../../shared/contract/wire.ts";
import { ToastRegion, type ShownToast, type Toast } from "./toast-region.tsx";

export interface Toasts {
  /** Returns what closes it. */
  show(toast: Toast): () => void;
  fail(error: WireError): () => void;
  /** Takes all away, with the names in them; or those of one tone. */
  clear(tone?: Toast["tone"]): void;
}

const ToastsContext = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
  const toasts = useContext(ToastsContext);
  if (!toasts) throw new Error("no toasts above this component");
  return toasts;
}

/** Short messages, read out by screen readers; errors stay until they are closed. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly ShownToast[]>([]);
  const close = useCallback(
    (id: number) =>
      setShown((toasts) => toasts.filter((toast) => toast.id !== id)),
    [],
  );
  const toasts = useMemo<Toasts>(() => {
    let last = 0;
    const show = (toast: Toast) => {
      const id = ++last;
      setShown((before) => [...before.slice(-2), { ...toast, id }]);
      return () => close(id);
    };
    return {
      show,
      fail: (error) => {
        const { message, next } = error;
        return show({ tone: "error", text: message, next, error });
      },
      clear: (tone) =>
        setShown((before) =>
          before.filter((toast) => tone !== undefined && toast.tone !== tone),
        ),
    };
  }, [close]);
  return (
    <ToastsContext.Provider value={toasts}>
      {children}
      <ToastRegion toasts={shown} onClose={close} />
    </ToastsContext.Provider>
  );
}
