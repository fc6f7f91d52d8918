import type { ComponentPropsWithRef } from "react";
import styles from "./button.module.css";
import { classes } from "./classes.ts";

export interface ButtonProps extends ComponentPropsWithRef<"button"> {
  readonly tone?: "plain" | "primary" | "danger" | "quiet";
  readonly size?: "normal" | "small";
  /** Square, for an icon alone: then it needs an aria-label. */
  readonly isIcon?: boolean;
  /** Something it started is under way: it cannot be pressed again. */
  readonly isBusy?: boolean;
}

/** Class names for things that look like a button and are none, such as a menu's trigger. */
export function buttonClass({
  tone = "plain",
  size = "normal",
  isIcon = false,
}: Pick<ButtonProps, "tone" | "size" | "isIcon">): string {
  return classes(
    styles["button"],
    tone !== "plain" && styles[tone],
    size === "small" && styles["small"],
    isIcon && styles["icon"],
  );
}

export function Button({
  tone,
  size,
  isIcon,
  isBusy = false,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      // A disabled button loses the focus; this one has it again when it is done.
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={classes(
        buttonClass({
          ...(tone ? { tone } : {}),
          ...(size ? { size } : {}),
          ...(isIcon ? { isIcon } : {}),
        }),
        className,
      )}
    />
  );
}
