import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckIcon, DashboardIcon, TerminalIcon } from "../../ui/icons.ts";
import { useSwitchContext } from "../use-switch-context.ts";
import { useContextActions } from "./actions/index.ts";
import styles from "./contexts.module.css";

/** What is done with one click: a terminal, the dashboard in one, and the switch. */
export function RowCommands({
  row: { name, current },
}: {
  readonly row: ContextRow;
}) {
  const switchTo = useSwitchContext();
  const { terminal } = useContextActions();
  return (
    <span role="gridcell" className={styles["use"]}>
      <span className={styles["open"]}>
        <Button
          isIcon
          size="small"
          tone="quiet"
          tabIndex={-1}
          title="Open a terminal"
          aria-label={`Terminal with ${name}`}
          onClick={() => terminal(name)}
        >
          <TerminalIcon aria-hidden />
        </Button>
        <Button
          isIcon
          size="small"
          tone="quiet"
          tabIndex={-1}
          title="Open the dashboard"
          aria-label={`Dashboard of ${name}`}
          onClick={() => terminal(name, "dashboard")}
        >
          <DashboardIcon aria-hidden />
        </Button>
      </span>
      {current ? (
        <Badge tone="accent">
          <CheckIcon aria-hidden />
          Current
        </Badge>
      ) : (
        <Button
          size="small"
          tabIndex={-1}
          aria-label={`Use ${name}`}
          onClick={() => switchTo(name)}
        >
          Use
        </Button>
      )}
    </span>
  );
}
