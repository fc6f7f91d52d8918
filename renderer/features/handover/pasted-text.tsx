import { useBridge, useCall } from "../../bridge/client.tsx";
import type { Action } from "../../bridge/action.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { TextArea } from "../../ui/field.tsx";
import { ChooseFile } from "../fields/choose-file.tsx";

/** Where a text is put that somebody sent: pasted, dropped, or in a file that main reads, which gives that text and nothing else of it. */
export function PastedText({
  label,
  hint = "Paste all of it, from the first dash to the last, or drop the file here.",
  value,
  isPathTyped,
  action: { run, isBusy },
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** The host has no dialog of the system's. */
  readonly isPathTyped: boolean;
  /** The dialog's. */
  readonly action: Action;
  readonly onChange: (text: string) => void;
}) {
  const bridge = useBridge();
  const call = useCall();
  const open = (source: RequestOf<"handover.open">) =>
    void run(
      call("handover.open", source),
      (read) => read && onChange(read.text),
    );
  return (
    <>
      <TextArea
        isMono
        label={label}
        hint={hint}
        value={value}
        onChange={onChange}
        onFile={(file) =>
          void bridge
            .openDropped(file)
            .then((source) => (source ? open(source) : undefined))
        }
      />
      <ChooseFile
        label="Or the file with it"
        hint="a file with the text that was sent."
        command="Choose a file…"
        isTyped={isPathTyped}
        isBusy={isBusy}
        onChoose={({ path }) =>
          open(path === undefined ? { kind: "dialog" } : { kind: "path", path })
        }
      />
    </>
  );
}
