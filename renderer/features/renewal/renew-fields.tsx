import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { CheckField, SelectField, TextField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Presets } from "../../ui/presets.tsx";
import { ChooseFile } from "../choose-file.tsx";
import { dateText } from "../date-text.ts";
import {
  lifetimeOf,
  waysOf,
  type Plan,
  type RenewalDraft,
  type Way,
} from "./renewal-draft.ts";

const presets = ["30d", "90d", "365d"];
const hints: Readonly<Record<Way, string>> = {
  authority: "Made here, offline.",
  node: "An endpoint is contacted and makes certificate and key.",
  file: "The file is read, used once, and not kept.",
};

interface FieldsProps {
  readonly plan: Plan;
  readonly draft: RenewalDraft;
  readonly isPathTyped: boolean;
  readonly change: (fields: Partial<RenewalDraft>) => void;
}

export function RenewFields(props: FieldsProps) {
  const { plan, draft, change } = props;
  const isSound = lifetimeOf(draft) !== null;
  return (
    <>
      <SelectField
        label="Who makes it"
        hint={hints[draft.way]}
        value={draft.way}
        options={waysOf(plan)}
        onChange={(way) => change({ way })}
      />
      {draft.way === "file" ? <File {...props} /> : null}
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
      <CheckField
        label="Do not try it first"
        hint="The old certificate goes without anybody having accepted the new one. For a cluster that is out of reach."
        checked={draft.isUntested}
        onChange={(isUntested) => change({ isUntested })}
      />
    </>
  );
}

/** The authority of a file; its key stays in main. */
function File({ draft, isPathTyped, change }: FieldsProps) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const { opened } = draft;
  if (opened)
    return (
      <Notice tone="info" next="It is used once, and not kept.">
        The authority {opened.fingerprint.slice(0, 16)}…, which ends{" "}
        {dateText(opened.notAfter)}.
      </Notice>
    );
  return (
    <ChooseFile
      label="File with the authority"
      hint="secrets.yaml, a control plane's machine config or a PEM pair."
      command="Choose secrets.yaml…"
      isTyped={isPathTyped}
      isBusy={isBusy}
      onChoose={(request) =>
        void run(call("issuing.open-authority", request), (authority) =>
          change({ opened: authority }),
        )
      }
    />
  );
}
