import type { ReactNode, Ref } from "react";

/** A part of a page that scrolls by itself. Tab reaches it, or the keyboard could not scroll it. */
export function ScrollRegion({
  label,
  className,
  ref,
  children,
}: {
  readonly label: string;
  readonly className: string | undefined;
  readonly ref?: Ref<HTMLDivElement>;
  readonly children: ReactNode;
}) {
  return (
    <div
      ref={ref}
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
