import type { ReactNode } from "react";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { CheckField } from "../../ui/field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Notice, Problem } from "../../ui/notice.tsx";
import { about } from "../names/context-name.tsx";
import { ChooseFile } from "../fields/choose-file.tsx";
import { dateText } from "../times/date-text.ts";
import { CertificateLifetime } from "../fields/lifetime-field.tsx";
import {
  lifetimeOf,
  sourcesOf,
  type Plan,
  type RenewalDraft,
  type SourceKind,
} from "./renewal-draft.ts";

const hints: Readonly<Record<Exclude<SourceKind, "node">, string>> = {
  authority: "Made here, offline.",
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
        hint={hintOf(props)}
        value={draft.source}
        options={sourcesOf(plan)}
        onChange={(source) => change({ source })}
      />
      {draft.source === "file" ? <File {...props} /> : null}
      <CertificateLifetime
        value={draft.lifetime}
        isSound={isSound}
        onChange={(lifetime) => change({ lifetime })}
      />
      <CheckField
        label="Skip the connection test"
        hint="The old certificate goes without anybody having accepted the new one. For a cluster that is out of reach."
        checked={draft.isUntested}
        onChange={(isUntested) => change({ isUntested })}
      />
    </>
  );
}

function hintOf({ plan, draft: { source } }: FieldsProps): ReactNode {
  if (source !== "node") return hints[source];
  const found = plan.sources.find(({ kind }) => kind === "node");
  return about(
    "An endpoint is contacted, as ",
    found?.kind === "node" ? found.asker : "",
    ", and makes certificate and key.",
  );
}

/** The authority of a file; its key stays in main. */
function File({ draft, isPathTyped, change }: FieldsProps) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const { opened } = draft;
  if (opened)
    return (
      <Notice tone="info" next="It is used once, and not kept.">
        The authority {opened.fingerprint.slice(0, 16)}…, which ends{" "}
        {dateText(opened.notAfter)}.
      </Notice>
    );
  return (
    <>
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
      <Problem error={problem} />
    </>
  );
}
