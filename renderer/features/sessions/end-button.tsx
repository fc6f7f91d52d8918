import type { ComponentProps } from "react";
import type { SessionView } from "../../../shared/core/sessions/session-view.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { useAnnounce } from "../../ui/announcer.tsx";
import { Button } from "../../ui/button.tsx";
import { nameAsText } from "../names/name-as-text.ts";
import { useRow } from "../rows/index.ts";

/** Ends a session at once; what runs through its gateway is cut. */
export function EndButton({
  session: { id, context },
  ...look
}: {
  readonly session: SessionView;
} & Pick<
  ComponentProps<typeof Button>,
  "tone" | "size" | "children" | "aria-label"
>) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const announce = useAnnounce();
  const row = useRow(context);
  return (
    <Button
      {...look}
      isBusy={isBusy}
      onClick={() =>
        void run(call("sessions.end", { id }), () =>
          announce(`The session with ${nameAsText(context, row)} has ended`),
        )
      }
    />
  );
}
