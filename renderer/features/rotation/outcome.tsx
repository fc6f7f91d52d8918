import type { ReplyOf } from "../../../shared/contract/index.ts";
import { Badge } from "../../ui/badge.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Table } from "../../ui/table.tsx";
import { reissuedText, type Reissued } from "./rotation-steps.ts";
import styles from "./rotation.module.css";

/** What became of each context; those that could not be made say why. */
export function ReissuedList({
  reissued,
}: {
  readonly reissued: readonly Reissued[];
}) {
  return (
    <Table label="What became of each" columns={["Context", "Credential"]}>
      {reissued.map((one) => (
        <tr key={one.name}>
          <td>{one.name}</td>
          <td>
            <Badge
              tone={one.notAfter ? "good" : one.problem ? "danger" : "neutral"}
            >
              {reissuedText(one)}
            </Badge>
            {one.problem ? (
              <span className={styles["problem"]}>
                {one.problem.message} {one.problem.next}
              </span>
            ) : null}
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function Finished({
  finished: { finished, left },
}: {
  readonly finished: ReplyOf<"rotation.finish">;
}) {
  return (
    <Notice
      tone={left.length > 0 ? "warning" : "info"}
      {...(left.length > 0
        ? {
            next: `These keep both, for want of a new credential: ${left.join(", ")}`,
          }
        : {})}
    >
      The new CA alone is trusted by {finished.join(", ") || "none"}.
    </Notice>
  );
}
