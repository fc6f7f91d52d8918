import { restrictionText } from "../../../shared/core/gateway/guard/restriction-text.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { VaultView } from "../vault-view.ts";
import { rolesOf, type Draft } from "./session-draft.ts";

/** The restrictions of the session that is being typed, where it would go through a gateway; null: it would not, or that is not known yet. */
export function useRestrictions(
  view: VaultView,
  draft: Draft,
): readonly string[] | null {
  const { context, delivery } = draft;
  const roles = rolesOf(view, draft);
  const { value } = useAnswer(
    "sessions.foresee",
    { context, roles: [...roles], delivery },
    ["vault", "contexts"],
  );
  return value?.delivery === "gateway" ? value.walls : null;
}

/** What such a session cannot do. */
export function SessionRestrictions({
  restrictions,
}: {
  readonly restrictions: readonly string[];
}) {
  return (
    <Notice
      tone="info"
      next={`The session cannot ${restrictionsText(restrictions)}.`}
    >
      A gateway keeps the key; the session's calls can be seen, and cut.
    </Notice>
  );
}

/** For `The session cannot …`. */
export function restrictionsText(restrictions: readonly string[]): string {
  const words = restrictions.map(restrictionText);
  const last = words.at(-1) ?? "";
  return words.length > 1
    ? `${words.slice(0, -1).join(", ")} or ${last}`
    : last;
}
