import { Popover as Base } from "@base-ui/react/popover";
import { useState, type ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import styles from "./popover.module.css";

/** A small button with fields behind it, which act at once; Escape or a click elsewhere closes them. */
export function Popover({
  label,
  trigger,
  children,
}: {
  /** For screen readers. */
  readonly label: string;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}) {
  // Inside the page's main part, as menus are.
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <Base.Root>
      <Base.Trigger
        ref={(button: HTMLElement | null) =>
          setPlace(button?.closest("main") ?? null)
        }
        className={buttonClass({ size: "small" })}
      >
        {trigger}
      </Base.Trigger>
      <Base.Portal container={place}>
        <Base.Positioner
          sideOffset={4}
          align="start"
          positionMethod="fixed"
          className={styles["place"]}
        >
          <Base.Popup className={styles["popup"]} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
