import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { emitTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import { parseTalosconfig } from "../../../../shared/core/talosconfig/parse.ts";
import type { Talosconfig } from "../../../../shared/core/talosconfig/types.ts";
import { describeWithShared, sharedPath } from "../../../shared-material.ts";
import { talosconfigs } from "./random-talosconfig.ts";

const seed = Number(process.env["TALOS_VAULT_SEED"] ?? Date.now() % 2 ** 31);
process.stderr.write(
  `talosconfig properties: TALOS_VAULT_SEED=${String(seed)}\n`,
);
const encode = (yaml: string) => new TextEncoder().encode(yaml);

function revealed({ context, contexts }: Talosconfig): unknown {
  return [
    context,
    [...contexts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { key, auth, ...rest }]) => [
        name,
        rest,
        key?.reveal(),
        auth?.basic?.password.reveal(),
        auth?.basic?.username,
        auth?.siderov1?.identity,
      ]),
  ];
}

describe("what we write", () => {
  test("is read back by us as it was", () => {
    fc.assert(
      fc.property(talosconfigs(5), (config) => {
        const parsed = parseTalosconfig(encode(emitTalosconfig(config)));
        expect(parsed).toMatchObject({ ok: true });
        if (parsed.ok)
          expect(revealed(parsed.value.config)).toEqual(revealed(config));
      }),
      { seed, numRuns: 500 },
    );
  });

  test("broken in any place, is read or refused, and never throws", () => {
    const bytes = encode(
      emitTalosconfig(
        fc.sample(talosconfigs(20), { seed, numRuns: 1 })[0] ?? {
          context: "",
          contexts: new Map(),
        },
      ),
    );
    const change = fc.tuple(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.nat(bytes.length),
        (changes, length) => {
          const broken = bytes.slice(0, Math.max(1, length));
          for (const [at, byte] of changes)
            if (at < broken.length) broken[at] = byte;
          expect(typeof parseTalosconfig(broken).ok).toBe("boolean");
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});

describeWithShared(
  "what we write, rewritten by the real talosctl",
  ["tools/talosctl"],
  () => {
    const folder = mkdtempSync(join(tmpdir(), "tv-differential-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "config");

    /** `config context` of the current context changes nothing and writes everything. */
    function rewrite(
      yaml: string,
      current: string,
    ): { error: string; yaml: string } {
      writeFileSync(path, yaml);
      const { stderr, status } = spawnSync(
        sharedPath("tools/talosctl"),
        ["--talosconfig", path, "config", "context", "--", current],
        { encoding: "utf8", env: { ...process.env, TALOS_HOME: folder } },
      );
      return {
        error: status === 0 ? "" : stderr,
        yaml: readFileSync(path, "utf8"),
      };
    }

    test.each([
      "2024-01-01",
      "2024-1-1",
      "2001-12-14 21:59:43.10",
      "2001-12-14t21:59:43.10-05:00",
      "2001-12-14T21:59:43Z",
      "0x1f",
      "1e3",
      "1_000",
      ".inf",
      "True",
      "0o7",
    ])(
      "a name and an address of %s without quotes are read as text",
      (word) => {
        const yaml = `context: ${word}\ncontexts:\n  ${word}: {endpoints: ["", ${word}]}\n`;
        const parsed = parseTalosconfig(encode(yaml));
        expect(parsed).toMatchObject({
          ok: true,
          value: { config: { context: word } },
        });
        if (parsed.ok)
          expect(rewrite(yaml, word)).toEqual({
            error: "",
            yaml: emitTalosconfig(parsed.value.config),
          });
      },
    );

    test("is byte for byte the same", () => {
      fc.assert(
        fc.property(
          talosconfigs(60).filter(
            ({ context }) => context !== "" && !context.includes("\0"),
          ),
          (config) => {
            const yaml = emitTalosconfig(config);
            expect(rewrite(yaml, config.context)).toEqual({ error: "", yaml });
          },
        ),
        { seed, numRuns: 60, endOnFailure: true },
      );
    });
  },
);
