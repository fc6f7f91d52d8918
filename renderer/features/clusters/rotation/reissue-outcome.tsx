import type { ReplyOf } from "../../../../shared/contract/index.ts";
import type { ReactNode } from "react";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { UndoIcon } from "../../../ui/icons.ts";
import { Notice } from "../../../ui/notice.tsx";
import { Table } from "../../../ui/table.tsx";
import { ContextName, ContextNames } from "../../names/context-name.tsx";
import { Sentence } from "../../names/sentence.tsx";
import { reissuedText, type Reissued } from "./rotation-steps.ts";
import styles from "./rotation.module.css";

/** What became of each context; those that could not be made say why. */
export function ReissuedList({
  reissued,
  onUndo,
}: {
  readonly reissued: readonly Reissued[];
  readonly onUndo: () => void;
}) {
  return (
    <>
      <Table
        label="What became of each"
        columns={["Context", "Credential"]}
        widths={["35%", "65%"]}
      >
        {reissued.map((one) => (
          <tr key={one.name}>
            <td>
              <ContextName name={one.name} />
            </td>
            <td>
              <Badge
                tone={
                  one.notAfter ? "good" : one.problem ? "danger" : "neutral"
                }
              >
                {reissuedText(one)}
              </Badge>
              {one.problem ? (
                <span className={styles["problem"]}>
                  <Sentence of={`${one.problem.message} ${one.problem.next}`} />
                </span>
              ) : null}
            </td>
          </tr>
        ))}
      </Table>
      <div className={styles["actions"]}>
        <Undo onUndo={onUndo}>Undo the re-issue</Undo>
      </div>
    </>
  );
}

function Undo({
  onUndo,
  children,
}: {
  readonly onUndo: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Button size="small" onClick={onUndo}>
      <UndoIcon aria-hidden />
      {children}
    </Button>
  );
}

export function Finished({
  finished: { finished, left },
  onUndo,
}: {
  readonly finished: ReplyOf<"rotation.finish">;
  readonly onUndo: () => void;
}) {
  return (
    <Notice
      tone={left.length > 0 ? "warning" : "info"}
      action={<Undo onUndo={onUndo}>Undo</Undo>}
      {...(left.length > 0
        ? {
            next: (
              <>
                These keep both, for want of a new credential:{" "}
                <ContextNames names={left} />
              </>
            ),
          }
        : {})}
    >
      The new CA alone is trusted by{" "}
      <ContextNames names={finished} none="none" />.
    </Notice>
  );
}
