import {
  createContext,
  useCallback,
  useContext,
  useState,
  type ReactNode,
} from "react";
import { createPortal } from "react-dom";
import styles from "./announcer.module.css";
import forListeners from "./for-listeners.module.css";

const AnnounceContext = createContext<((text: string) => void) | null>(null);

/** Says something to who does not see that it has happened. */
export function useAnnounce(): (text: string) => void {
  const announce = useContext(AnnounceContext);
  if (!announce) throw new Error("no announcer above this component");
  return announce;
}

/** A live region for what has no message of its own: it is read out, and not shown. */
export function AnnouncerProvider({
  children,
}: {
  readonly children: ReactNode;
}) {
  const [said, setSaid] = useState({ text: "", turn: 0 });
  const announce = useCallback(
    (text: string) => setSaid(({ turn }) => ({ text, turn: turn + 1 })),
    [],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      {createPortal(
        <div className={styles["place"]}>
          <div role="log" aria-live="polite" className={forListeners["text"]}>
            {/* The same words again are another element: they are read again. */}
            <span key={said.turn}>{said.text}</span>
          </div>
        </div>,
        document.body,
      )}
    </AnnounceContext>
  );
}
