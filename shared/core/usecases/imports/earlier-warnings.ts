import type { Examination } from "../../certificates/examine-many.ts";
import { fewNames } from "../../few-names.ts";
import { earlierCredentialText } from "../../earlier-credential.ts";
import { momentText } from "../../moment-text.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { warning, type Warning } from "../../warning.ts";
import type { PlannedContext } from "./plan-import.ts";

/** What there is to know of contexts that stay outside because the vault has a newer credential: who has the file can use them. */
export function earlierWarnings(
  plan: readonly PlannedContext[],
  examined: (config: TalosContext) => Examination,
  now: Date,
): readonly Warning[] {
  const left = plan.filter(({ kind }) => kind === "earlier");
  const [first] = left;
  const ends = left.flatMap(({ config }) => {
    const { certificate } = examined(config);
    return certificate && certificate.notAfter > now
      ? [certificate.notAfter.getTime()]
      : [];
  });
  if (!first?.earlierCredentialOf) return [];
  const isOne = left.length === 1;
  const names = fewNames(left.map(({ name }) => name), (name) => `"${name}"`); // prettier-ignore
  const what = isOne
    ? `${names} has ${earlierCredentialText(first.earlierCredentialOf)}`
    : `${names} have earlier credentials of contexts that were given others since`;
  const until = momentText(new Date(Math.max(...ends)));
  const lasts =
    ends.length === 0
      ? `${isOne ? "It has" : "They have"} ended.`
      : `Whoever has a copy can use ${isOne ? "it" : "them"} until ${until}: nothing takes a credential back before its end but a rotation of the cluster's CA.`;
  return [
    warning(
      "earlier-credential",
      `${what}: left out. ${lasts}`,
      {
        next: "Delete it where nobody needs it any more, or import it all the same.",
        actions: ["import-earlier"],
      },
      ends.length === 0 ? "info" : "warning",
    ),
  ];
}
