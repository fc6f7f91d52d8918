import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { describeContexts } from "../../core/usecases/contexts/describe-contexts.ts";
import { expiryCalendar } from "../../core/usecases/renewal/expiry-calendar.ts";
import type { ReplyOf, RequestOf } from "../../contract/index.ts";
import { readOpen, type Handlers, type HostContext } from "../host-context.ts";

/** When certificates end, for a calendar. */
export function calendarHandlers(
  context: HostContext,
): Handlers<"contexts.calendar"> {
  return { "contexts.calendar": (request) => save(context, request) };
}

async function save(
  context: HostContext,
  { contexts, authorities }: RequestOf<"contexts.calendar">,
): Promise<Result<ReplyOf<"contexts.calendar">>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const { ports } = context;
  const wanted = {
    contexts: await describeContexts(document.value, new Set(contexts)),
    authorities: new Set(authorities),
  };
  const now = ports.vault.clock.now();
  const calendar = expiryCalendar(document.value, wanted, now);
  if (calendar === null) return failure(nothingEnds());
  const { text, count } = calendar;
  if (!ports.desktop.hasFileDialogs) return success({ count, text });
  const title = "A file for a calendar";
  const target = await ports.person.chooseTarget(title, "expiry.ics", undefined); // prettier-ignore
  if (target === null) return success(null);
  const { path, isReplacing } = target;
  const written = await ports.files.writePrivate(path, new TextEncoder().encode(text), isReplacing); // prettier-ignore
  return written.ok ? success({ count, path }) : written;
}

function nothingEnds() {
  return vaultError(
    "usage",
    "Nothing of that is to end any more.",
    "Look at more of what ends.",
  );
}
