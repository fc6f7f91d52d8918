import type { RequestOf } from "../../../../shared/contract/index.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Button } from "../../../ui/button.tsx";
import { CopyIcon } from "../../../ui/icons.ts";
import { useCopy } from "../../use-copy.tsx";
import styles from "./context.module.css";

/** A fact that is wanted elsewhere, with a button that copies it. */
export function CopiedFact({
  name,
  what,
  text,
}: {
  /** Of the context. */
  readonly name: string;
  readonly what: Exclude<RequestOf<"contexts.copy">["what"], "command">;
  readonly text: string;
}) {
  const call = useCall();
  const { copy, dialog } = useCopy();
  return (
    <dd className={styles["copied"]}>
      <span className={styles["mono"]}>{text}</span>
      <Button
        isIcon
        size="small"
        tone="quiet"
        title={`Copy the ${what}`}
        aria-label={`Copy the ${what}`}
        onClick={() => copy(call("contexts.copy", { name, what }))}
      >
        <CopyIcon aria-hidden />
      </Button>
      {dialog}
    </dd>
  );
}
