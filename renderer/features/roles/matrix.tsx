import { rulesOf } from "../../../shared/core/roles/methods.ts";
import { knownRoles } from "../../../shared/core/roles/role.ts";
import { CheckIcon } from "../../ui/icons.ts";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { matchingRules } from "./match-commands.ts";
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
  const rules = matchingRules(all, typed.trim());
  const count = (role: string) =>
    all.filter(({ roles }) => roles.includes(role)).length;
  if (rules.length === 0)
    return <p className={styles["soft"]}>No matching method.</p>;
  return (
    <ScrollRegion label="Methods" className={styles["scroll"]}>
      <table className={styles["matrix"]}>
        <thead>
          <tr>
            <th scope="col" className={styles["method"]}>
              Method
            </th>
            {knownRoles.map(({ name }) => (
              <th key={name} scope="col">
                <RoleName name={name.replace("os:", "")} />
                <small>{count(name)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map(({ method, roles }) => (
            <tr key={method}>
              <th scope="row" className={styles["method"]}>
                <Method name={method.slice(1)} />
              </th>
              {knownRoles.map(({ name }) => (
                <td key={name} className={styles["yes"]}>
                  {roles.includes(name) ? (
                    <CheckIcon role="img" aria-label="yes" />
                  ) : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** It may go on below after its colon. */
function RoleName({ name }: { readonly name: string }) {
  const at = name.indexOf(":") + 1;
  return (
    <>
      {name.slice(0, at)}
      <wbr />
      {name.slice(at)}
    </>
  );
}

/** What the method is called stands out from the package that it is in. */
function Method({ name }: { readonly name: string }) {
  const at = name.lastIndexOf("/") + 1;
  return (
    <>
      <span className={styles["package"]}>{name.slice(0, at)}</span>
      <wbr />
      {name.slice(at)}
    </>
  );
}
