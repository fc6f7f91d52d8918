import { findCommand } from "../../../shared/core/roles/commands.ts";
import {
  rulesOf,
  type MethodRule,
} from "../../../shared/core/roles/methods.ts";
import { knownRoles } from "../../../shared/core/roles/role.ts";
import styles from "./roles.module.css";

/** Every method of a release and the roles that may call it; fewer rows while something is typed. */
export function Matrix({
  version,
  typed,
}: {
  readonly version: string;
  readonly typed: string;
}) {
  const all = rulesOf(version);
  const rules = matching(all, typed.trim());
  const count = (role: string) =>
    all.filter(({ roles }) => roles.includes(role)).length;
  return (
    <div className={styles["scroll"]} tabIndex={-1}>
      <table className={styles["matrix"]}>
        <thead>
          <tr>
            <th scope="col">Method</th>
            {knownRoles.map(({ name }) => (
              <th key={name} scope="col">
                {name.replace("os:", "")}
                <small>{count(name)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map(({ method, roles }) => (
            <tr key={method}>
              <td className={styles["name"]}>{method.slice(1)}</td>
              {knownRoles.map(({ name }) => (
                <td key={name} className={styles["yes"]}>
                  {roles.includes(name) ? "yes" : ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The methods that a command calls, or those with these letters; all of them when neither finds any. */
function matching(
  rules: readonly MethodRule[],
  typed: string,
): readonly MethodRule[] {
  if (typed === "") return rules;
  const found = findCommand(typed.split(/\s+/));
  const called =
    found.kind === "calls"
      ? [
          ...found.command.requires,
          ...found.command.optional.map(({ method }) => method),
        ]
      : [];
  const wanted = typed.toLowerCase();
  const shown = rules.filter(
    ({ method }) =>
      called.includes(method) || method.toLowerCase().includes(wanted),
  );
  return shown.length > 0 ? shown : rules;
}
