import type { VerdictCode } from "../../../shared/core/diagnosis/verdict.ts";
import { Button } from "../../ui/button.tsx";
import { RenewIcon, RotationIcon } from "../../ui/icons.ts";
import { helpFor, type Help } from "./help.ts";
import styles from "./health.module.css";

/** Buttons that lead to what puts a verdict right. */
export function HelpButtons({
  code,
  onHelp,
}: {
  readonly code: VerdictCode;
  readonly onHelp: (help: Help) => void;
}) {
  const found = helpFor(code);
  if (found.length === 0) return null;
  return (
    <div className={styles["help"]}>
      {found.map((one) => (
        <Button key={one} size="small" onClick={() => onHelp(one)}>
          {one === "renew" ? (
            <RenewIcon aria-hidden />
          ) : (
            <RotationIcon aria-hidden />
          )}
          {one === "renew" ? "Renew…" : "Where is the rotation?"}
        </Button>
      ))}
    </div>
  );
}
