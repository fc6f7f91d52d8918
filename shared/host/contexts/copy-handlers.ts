import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { describeCertificate } from "../../core/certificates/describe-certificate.ts";
import { nameWord } from "../../core/text/shell-words.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import type { NamedContext } from "../../core/vault/document.ts";
import type { RequestOf } from "../../contract/index.ts";
import {
  copied,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";

/** What is known of a context, for the clipboard; nothing secret. */
export function copyHandlers(context: HostContext): Handlers<"contexts.copy"> {
  return {
    "contexts.copy": async ({ name, what }) => {
      const document = await readOpen(context);
      if (!document.ok) return document;
      const found = findContext(document.value, name);
      if (!found.ok) return found;
      const text = textOf(found.value, what);
      return text.ok ? success(copied(context, text.value)) : text;
    },
  };
}

function textOf(
  { name, context: { config } }: NamedContext,
  what: RequestOf<"contexts.copy">["what"],
): Result<string> {
  // To be typed on: what it runs is the person's.
  if (what === "command")
    return success(`talos-vault exec ${nameWord(name)} -- `);
  const text =
    what === "endpoint"
      ? config.endpoints[0]
      : describeCertificate(config)?.[what];
  return text === undefined
    ? failure(
        vaultError(
          "context-invalid",
          what === "endpoint"
            ? "The context has no endpoint."
            : "The context has no certificate.",
          "Open its page.",
        ),
      )
    : success(text);
}
