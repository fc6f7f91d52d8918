import { useEffect, useEffectEvent, useRef, useState } from "react";
import { countOf } from "../../../../shared/core/counted-noun.ts";
import { useAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Button } from "../../../ui/button.tsx";
import { ExportIcon } from "../../../ui/icons.ts";
import { useToasts } from "../../../ui/toasts.tsx";
import type { Expiring } from "./expiring.ts";

const fileName = "expiry.ics";
const readMs = 10_000;

/** Saves what is shown as a file for a calendar; what has ended is not in it. */
export function CalendarButton({
  rows,
}: {
  readonly rows: readonly Expiring[];
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, isBusy } = useAction();
  const [text, setText] = useState<string | null>(null);
  const idsOf = (wanted: Expiring["kind"]) =>
    rows.flatMap(({ kind, id }) => (kind === wanted ? [id] : []));
  const save = () =>
    void run(
      call("contexts.calendar", {
        contexts: idsOf("context"),
        authorities: idsOf("authority"),
      }),
      (made) => {
        if (made === null) return;
        const count = countOf(made.count, "date");
        if ("text" in made) setText(made.text);
        toasts.show({
          tone: "info",
          text: `${count} ${"path" in made ? `written to ${made.path}` : `saved as ${fileName}`}. A newer file moves them after a renewal.`,
        });
      },
    );
  return (
    <>
      <Button size="small" isBusy={isBusy} onClick={save}>
        <ExportIcon aria-hidden />
        Save for a calendar
      </Button>
      {text === null ? null : (
        <SavedByBrowser text={text} onDone={() => setText(null)} />
      )}
    </>
  );
}

/** A text that the browser saves as it saves what is downloaded. */
function SavedByBrowser({
  text,
  onDone,
}: {
  readonly text: string;
  readonly onDone: () => void;
}) {
  const link = useRef<HTMLAnchorElement>(null);
  const done = useEffectEvent(onDone);
  useEffect(() => {
    const address = URL.createObjectURL(
      new Blob([text], { type: "text/calendar" }),
    );
    if (link.current) link.current.href = address;
    link.current?.click();
    // The browser has begun to read it by then; the page would hold it for as long as it is open.
    const timer = setTimeout(done, readMs);
    return () => {
      clearTimeout(timer);
      URL.revokeObjectURL(address);
    };
  }, [text]);
  return (
    <a ref={link} href="#/expiry" download={fileName} hidden>
      {fileName}
    </a>
  );
}
