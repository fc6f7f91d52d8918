import { Menu as Base } from "@base-ui/react/menu";
import { Fragment, useState, type ReactNode } from "react";
import { buttonClass, type ButtonProps } from "./button.tsx";
import { classes } from "./classes.ts";
import styles from "./menu.module.css";

export interface MenuItem {
  readonly text: string;
  readonly icon?: ReactNode;
  readonly isDanger?: boolean;
  /** A line stands before it. */
  readonly startsGroup?: boolean;
  readonly onSelect: () => void;
}

/** A button that opens a list of commands. */
export function Menu({
  label,
  trigger,
  items,
  look = { tone: "quiet", isIcon: true },
}: {
  /** For screen readers. */
  readonly label: string;
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
  readonly look?: Pick<ButtonProps, "tone" | "size" | "isIcon">;
}) {
  // Inside the page's main part: a list outside every landmark is not found by those who go from one to the next.
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <Base.Root>
      <Base.Trigger
        ref={(button: HTMLElement | null) =>
          setPlace(button?.closest("main") ?? null)
        }
        aria-label={label}
        className={buttonClass(look)}
      >
        {trigger}
      </Base.Trigger>
      <Base.Portal container={place}>
        <Base.Positioner
          sideOffset={4}
          align="end"
          positionMethod="fixed"
          className={styles["layer"]}
        >
          <Base.Popup className={styles["popup"]}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The commands of a menu, wherever it opens. */
export function MenuItems({ items }: { readonly items: readonly MenuItem[] }) {
  return items.map(({ text, icon, isDanger, startsGroup, onSelect }) => (
    <Fragment key={text}>
      {startsGroup ? <Base.Separator className={styles["line"]} /> : null}
      <Base.Item
        className={classes(styles["item"], isDanger && styles["danger"])}
        onClick={onSelect}
      >
        {icon}
        {text}
      </Base.Item>
    </Fragment>
  ));
}
