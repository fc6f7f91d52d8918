import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { askPinentry } from "../../../../../shared/node/system/prompts/pinentry.ts";
import { writePinentry } from "../../../../doubles/pinentry.ts";

describe("asking through a pinentry", () => {
  let folder = "";
  const before = process.env["TALOS_VAULT_PINENTRY"];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tv-pinentry-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env["TALOS_VAULT_PINENTRY"];
    else process.env["TALOS_VAULT_PINENTRY"] = before;
  });

  const ask = (isNew: boolean) =>
    askPinentry({ text: "100 % sure?\nSay it", isNew });

  test.each(["correct horse", "50% off", "ä ö ü and 日本", "D OK ERR"])(
    "%s arrives as it was typed",
    async (passphrase) => {
      process.env["TALOS_VAULT_PINENTRY"] = writePinentry(folder, passphrase);
      const outcome = await ask(true);
      expect(outcome.kind === "given" && outcome.secret.reveal()).toBe(
        passphrase,
      );
    },
  );

  test("is told that the answer before was wrong", async () => {
    const said = join(folder, "said");
    const program = writePinentry(folder, "again");
    const script = readFileSync(program, "utf8");
    writeFileSync(
      program,
      script.replace("case ", `echo "$command $rest" >>'${said}'\n  case `),
    );
    process.env["TALOS_VAULT_PINENTRY"] = program;
    const refusal = "It does not open the vault: 100 %.";
    await askPinentry({ text: "Passphrase", isNew: false, refusal });
    expect(readFileSync(said, "utf8")).toContain(
      "SETERROR It does not open the vault: 100 %25.\n",
    );
  });

  test("a text that is longer than a line of pinentry loses its middle", async () => {
    const said = join(folder, "said");
    const program = writePinentry(folder, "again");
    const script = readFileSync(program, "utf8").replace(
      "case ",
      `echo "$rest" >>'${said}'\n  case `,
    );
    writeFileSync(program, script);
    process.env["TALOS_VAULT_PINENTRY"] = program;
    const text = `Passphrase of /home/${"ä%/".repeat(400)}/me.age`;
    const outcome = await askPinentry({ text, isNew: false });
    expect(outcome.kind).toBe("given");
    const longest = readFileSync(said, "utf8")
      .split("\n")
      .find((line) => line.startsWith("Passphrase"));
    expect(longest).toMatch(/^Passphrase of .*….*\/me\.age$/);
    expect(Buffer.byteLength(`SETDESC ${longest ?? ""}`)).toBeLessThanOrEqual(
      1000,
    );
  });

  test("a closed dialog and a program that is not there are told apart", async () => {
    process.env["TALOS_VAULT_PINENTRY"] = writePinentry(
      folder,
      "",
      "ERR 83886179 Operation cancelled",
    );
    expect((await ask(false)).kind).toBe("closed");
    process.env["TALOS_VAULT_PINENTRY"] = join(folder, "missing");
    expect((await ask(false)).kind).toBe("absent");
  });
});
