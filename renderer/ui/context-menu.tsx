import { ContextMenu as Base } from "@base-ui/react/context-menu";
import { useState, type ReactNode } from "react";
import { MenuItems, type MenuItem } from "./menu.tsx";
import styles from "./menu.module.css";

/** A menu at the pointer, for a right click on what is in it, or the key of the keyboard for that. */
export function ContextMenu({
  label,
  items,
  onOpen,
  children,
}: {
  /** For screen readers. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** What was clicked; false: there is no menu for it, nor one of the browser. */
  readonly onOpen: (target: Element) => boolean;
  readonly children: ReactNode;
}) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <Base.Root>
      <Base.Trigger
        ref={(element: HTMLElement | null) =>
          setPlace(element?.closest("main") ?? null)
        }
        className={styles["place"]}
        onContextMenu={(event) => {
          const isMeant =
            event.target instanceof Element && onOpen(event.target);
          if (isMeant) return;
          event.preventBaseUIHandler();
          event.preventDefault();
        }}
      >
        {children}
      </Base.Trigger>
      <Base.Portal container={place}>
        <Base.Positioner positionMethod="fixed" className={styles["layer"]}>
          <Base.Popup className={styles["popup"]} aria-label={label}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
