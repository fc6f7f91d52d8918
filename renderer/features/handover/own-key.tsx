import type {
  AcceptedBefore,
  SealedAnswerView,
} from "../../../shared/contract/handover.ts";
import type { Action } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { ChooseFile } from "../fields/choose-file.tsx";

/** An age file opens with a private key, which the page never sees. */
export function OwnKey({
  text,
  isPathTyped,
  action: { run, isBusy },
  onOpen,
}: {
  readonly text: string;
  readonly isPathTyped: boolean;
  /** The dialog's. */
  readonly action: Action;
  readonly onOpen: (opened: SealedAnswerView | AcceptedBefore) => void;
}) {
  const call = useCall();
  return (
    <>
      <p>
        It is encrypted to a public key of yours: choose the private one. It is
        read once and not kept, and its passphrase is asked for outside this
        window.
      </p>
      <ChooseFile
        label="Your private key"
        hint="~/.ssh/id_ed25519, ~/.ssh/id_rsa, or a file of age-keygen."
        command="Choose your key…"
        isTyped={isPathTyped}
        isBusy={isBusy}
        onChoose={(chosen) =>
          void run(
            call("handover.open-sealed", { text, ...chosen }),
            (opened) => opened && onOpen(opened),
          )
        }
      />
    </>
  );
}
