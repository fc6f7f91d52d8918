import { momentText } from "../moment-text.ts";
import { caEndsSoon } from "./expiry.ts";
import { finding, type Finding } from "./finding.ts";

/** What can be said of a CA by its end. */
export function caFindings(
  { notAfter }: { readonly notAfter: Date },
  now: Date,
): readonly Finding[] {
  const until = momentText(notAfter);
  if (notAfter < now)
    return [
      finding(
        "error",
        "ca-expired",
        `The CA ended on ${until}.`,
        "The cluster needs a new CA (talosctl rotate-ca); then take the contexts to it.",
        ["rotation"],
      ),
    ];
  if (caEndsSoon(notAfter, now))
    return [
      finding(
        "warning",
        "ca-expires-soon",
        `The CA ends on ${until}, and whatever it signed with it.`,
        "Rotate it before (talosctl rotate-ca), and take the contexts to the new one.",
        ["rotation"],
      ),
    ];
  return [];
}
