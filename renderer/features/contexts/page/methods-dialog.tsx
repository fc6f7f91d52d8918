import { useState } from "react";
import { methodRules } from "../../../../shared/core/roles/methods.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TextField } from "../../../ui/field.tsx";
import { about } from "../../names/context-name.tsx";
import styles from "./context.module.css";

/** Every method of Talos' API, and by which role this credential may call it. */
export function MethodsDialog({
  name,
  roles,
  onClose,
}: {
  readonly name: string;
  readonly roles: readonly string[];
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState("");
  const wanted = typed.toLowerCase().trim();
  const shown = methodRules.filter(({ method }) =>
    method.toLowerCase().includes(wanted),
  );
  return (
    <Dialog
      isWide
      title={about("What ", name, " may call")}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <TextField
        label="Search"
        placeholder="reboot, etcd, kubeconfig…"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Method</th>
            <th scope="col">Allowed</th>
            <th scope="col">Roles that may</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((rule) => {
            const by = rule.roles.find((role) => roles.includes(role));
            return (
              <tr key={rule.method}>
                <td className={styles["mono"]}>{rule.method.slice(1)}</td>
                <td>
                  <Badge tone={by ? "good" : "neutral"}>
                    {by ? `by ${by}` : "no"}
                  </Badge>
                </td>
                <td className={styles["soft"]}>
                  {rule.roles.join(", ") || "none"}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Dialog>
  );
}
