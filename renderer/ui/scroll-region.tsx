import type { ReactNode } from "react";

/** A part of a page that scrolls by itself. Tab reaches it, or the keyboard could not scroll it. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div
      role="region"
      aria-label={label}
      className={className}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe's scrollable-region-focusable wants it.
      tabIndex={0}
    >
      {children}
    </div>
  );
}
