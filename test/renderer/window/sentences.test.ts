import { createElement, type ReactNode } from "react";
import { afterEach, expect, test } from "vitest";
import type { Bridge } from "../../../shared/contract/bridge.ts";
import { must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { jsx } from "../../../renderer/jsx/jsx-runtime.ts";
import { drawn } from "./open-window.ts";

let unmount = (): void => undefined;
afterEach(() => unmount());

/** What a part of the page says over a vault in which context-2 is production. */
async function said(part: () => ReactNode): Promise<() => string> {
  const { host } = await openHost(makeTalosconfig(3));
  const edit = { production: true };
  must(await host.ask("contexts.edit", { name: "context-2", edit }));
  const { BridgeProvider } =
    await import("../../../renderer/bridge/client.tsx");
  const { RowsProvider, useLoadedRows } =
    await import("../../../renderer/features/rows/index.ts");
  const { SentencesProvider } =
    await import("../../../renderer/features/names/sentence.tsx");
  const bridge = {
    call: {
      "contexts.list": () => host.ask("contexts.list", {}),
      "contexts.last-used": () => host.ask("contexts.last-used", {}),
    },
    onEvent: () => () => undefined,
  } as unknown as Bridge;
  const Part = () => {
    useLoadedRows();
    return part();
  };
  const sentences = createElement(SentencesProvider, null, createElement(Part));
  const children = createElement(RowsProvider, null, sentences);
  const page = await drawn(jsx(BridgeProvider, { bridge, children }));
  unmount = page.close;
  return page.text;
}

test("a sentence of the core marks production where it names it, and so does what to do next", async () => {
  const { Notice } = await import("../../../renderer/ui/notice.tsx");
  const text = await said(() =>
    jsx(Notice, {
      tone: "error",
      next: 'Choose "context-2".',
      children:
        '"context-1" is another cluster than "context-2": "context-22". No context-2 is a word here.',
    }),
  );
  await expect
    .poll(text)
    .toBe(
      '"context-1" is another cluster than "context-2production": "context-22". No context-2 is a word here.Choose "context-2production".',
    );
});

test("a moment in a sentence is on the person's own clock, as everywhere", async () => {
  const { Notice } = await import("../../../renderer/ui/notice.tsx");
  const { timeText } =
    await import("../../../renderer/features/times/date-text.ts");
  const text = await said(() =>
    jsx(Notice, {
      tone: "warning",
      children: "It ends 2026-12-27 20:17 UTC+05:30.",
    }),
  );
  await expect
    .poll(text)
    .toBe(`It ends ${timeText("2026-12-27T20:17:00+05:30")}.`);
});

test("a name that a context had is as much production as the one that it has", async () => {
  const { Sentence } =
    await import("../../../renderer/features/names/sentence.tsx");
  const formerly = (name: string, nameNow: string) =>
    createElement(Sentence, {
      of: `from ${name}.`,
      names: [{ name, nameNow }],
    });
  const text = await said(() => [
    createElement("p", { key: 1 }, formerly("eu", "context-2")),
    createElement("p", { key: 2 }, formerly("lab", "context-1")),
  ]);
  await expect.poll(text).toBe("from euproduction.from lab.");
});

test("what is typed to confirm has the mark beside it, and is called as before", async () => {
  const { TypedNameField } =
    await import("../../../renderer/features/fields/type-name-to-confirm.tsx");
  const field = (name: string) =>
    createElement(TypedNameField, { key: name, name, hint: "", value: "", onChange: () => undefined }); // prettier-ignore
  const text = await said(() => ["context-2", "context-1"].map(field));
  await expect
    .poll(text)
    .toBe("Type context-2 to confirmproductionType context-1 to confirm");
});

test("what went wrong with one of several contexts marks production in its words", async () => {
  const { BulkDialog } =
    await import("../../../renderer/features/contexts/bulk/bulk-dialog.tsx");
  const error = {
    code: "credential-unusable",
    severity: "error",
    message: 'It is of the cluster of "context-2".',
    next: "",
    actions: [],
  } as const;
  const work = async () => ({ ok: false, error }) as const;
  const onClose = () => undefined;
  await said(
    () =>
    createElement(BulkDialog, { verb: "Check", names: ["context-1"], work, isAsked: false, onClose }), // prettier-ignore
  );
  // A dialog is drawn beside the page.
  const { document } = globalThis as unknown as {
    document: { body: { textContent: string } };
  };
  await expect
    .poll(() => document.body.textContent)
    .toContain('context-1It is of the cluster of "context-2production".');
});
