import { TextField } from "../../ui/field.tsx";
import { Presets } from "../../ui/presets.tsx";
import { lifetimeOf, type IssueDraft } from "./issue-draft.ts";

const presets = ["1d", "30d", "90d", "365d"];

export function Lifetime({
  draft,
  change,
}: {
  readonly draft: IssueDraft;
  readonly change: (fields: Partial<IssueDraft>) => void;
}) {
  const isSound = lifetimeOf(draft) !== null;
  return (
    <>
      <TextField
        label="Lifetime"
        hint={
          isSound
            ? "It cannot be revoked: the shorter the better."
            : "A duration: 12h, 30d, 1w."
        }
        aria-invalid={!isSound}
        value={draft.lifetime}
        onChange={(event) => change({ lifetime: event.target.value })}
      />
      <Presets
        label="Lifetimes"
        values={presets}
        chosen={draft.lifetime}
        onChoose={(lifetime) => change({ lifetime })}
      />
    </>
  );
}
