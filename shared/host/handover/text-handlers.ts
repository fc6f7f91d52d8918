import { vaultError } from "../../core/errors.ts";
import {
  isSealedText,
  recipientLines,
} from "../../core/handover/recipients.ts";
import { findText, kindOfText } from "../../core/handover/signed-text.ts";
import { limits } from "../../core/limits.ts";
import { armored } from "../../core/vault/sealed/age/age-library.ts";
import { decodeText } from "../../core/text/decode-text.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { RequestOf } from "../../contract/index.ts";
import { copied, type Handlers, type HostContext } from "../host-context.ts";
import { readSource } from "../imports/read-source.ts";

/** Hand-over texts that are saved from a window or read from a file. Nothing else of a file reaches the page. */
export function textHandlers(
  context: HostContext,
): Handlers<"handover.copy" | "handover.save" | "handover.open"> {
  return {
    "handover.copy": async ({ text }) =>
      nameOf(text) === null
        ? failure(noHandoverText())
        : success(copied(context, text)),
    "handover.save": (request) => save(context, request),
    "handover.open": async (source) => {
      const most = () => limits.handoverText.most;
      const read = await readSource(context, source, "A text that was sent", most); // prettier-ignore
      if (!read.ok || read.value === null) return read as Result<null>;
      const { bytes } = read.value.source;
      // A text can be pasted, shown and sent on.
      const whole = armored(bytes) ?? decodeText(bytes) ?? "";
      if (isSealedText(whole)) return success({ text: whole });
      const found = findText(bytes);
      if (found.ok) return success({ text: found.value.text });
      const keys = recipientLines(whole);
      return keys.ok ? success({ text: keys.value }) : found;
    },
  };
}

/** Of a file with it; null: it is none of the texts that go from person to person. */
function nameOf(text: string): string | null {
  const kind = isSealedText(text) ? "age" : kindOfText(text);
  return kind === null ? null : `access.${kind}`;
}

/**
 * It holds nothing that anybody but its receiver could use; it is written for the person alone all the same, as
 * every file here.
 */
async function save(
  { ports }: HostContext,
  { text, path: typed }: RequestOf<"handover.save">,
): Promise<Result<{ readonly path: string } | null>> {
  const name = nameOf(text);
  if (name === null) return failure(noHandoverText());
  const title = "A text to be sent";
  const target = await ports.person.chooseTarget(title, name, typed); // prettier-ignore
  if (target === null) return success(null);
  const { path, isReplacing } = target;
  const written = await ports.files.writePrivate(path, new TextEncoder().encode(text), isReplacing); // prettier-ignore
  return written.ok ? success({ path }) : written;
}

function noHandoverText() {
  return vaultError(
    "handover-invalid",
    "That is no text of a hand-over, alone and whole; nothing was done with it.",
    "Copy it by hand.",
  );
}
