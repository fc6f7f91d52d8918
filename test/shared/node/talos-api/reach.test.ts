import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { refusedHere } from "../../../reach/authority-shapes.ts";
import type { ReachLine } from "../../../reach/line.ts";
import { describeWithShared, skipSuite } from "../../../shared-material.ts";

const seed = Number(process.env["TALOS_VAULT_SEED"] ?? Date.now() % 2 ** 31);
/** How many random cases there are besides the table. */
const runs = Number(process.env["TALOS_VAULT_REACH_RUNS"] ?? 40);
const title = `what talosctl reaches, verifies and accepts, we do (TALOS_VAULT_SEED=${String(seed)} TALOS_VAULT_REACH_RUNS=${String(runs)})`;
const needed = ["tools/talosctl", "tools/talos-node", "fixtures/prod"];
const seconds = 1000;

function canMakeNetworks(): boolean {
  const args = ["-n", "-m", "ip", "link", "set", "lo", "up"];
  return spawnSync("unshare", args, { stdio: "ignore" }).status === 0;
}

if (canMakeNetworks()) describeWithShared(title, needed, compare);
else if (process.env["CI"] === "true")
  throw new Error(
    "CI cannot make a network of its own: root, iproute2, unshare",
  );
else {
  process.stderr.write(`SKIPPED ${title}: no network of its own (root, ip)\n`);
  skipSuite(title);
}

function compare(): void {
  let lines: readonly ReachLine[] = [];

  beforeAll(async () => {
    const program = resolve(
      import.meta.dirname,
      "../../../reach/reach-process.ts",
    );
    const args = ["-n", "-m", process.execPath, program, String(seed), String(runs)]; // prettier-ignore
    const walker = spawn("unshare", args, {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 400 * seconds,
    });
    const [said] = await Promise.all([
      text(walker.stdout),
      once(walker, "close"),
    ]);
    expect(walker.exitCode, title).toBe(0);
    lines = said
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as ReachLine);
  }, 420 * seconds);

  const isRefusedHere = ({ name }: ReachLine) =>
    refusedHere.some((one) => name.startsWith(one));

  test("each case was tried, and some lead there and some do not", () => {
    expect(lines.length).toBeGreaterThan(300);
    const there = lines.filter(({ talosctl }) => talosctl.isThere);
    expect(there.length).toBeGreaterThan(100);
    expect(lines.length - there.length).toBeGreaterThan(100);
  });

  test("ping, and whoever asks for a certificate, come where talosctl comes, and nowhere else", () => {
    const differing = lines.filter(
      (line) =>
        !isRefusedHere(line) &&
        (line.probe.isThere !== line.talosctl.isThere ||
          line.generate.isThere !== line.talosctl.isThere),
    );
    expect(differing, title).toEqual([]);
  });

  test("what only talosctl takes is refused, and is still there to be refused", () => {
    const known = lines.filter(isRefusedHere);
    expect(known.length).toBeGreaterThanOrEqual(refusedHere.length);
    for (const { talosctl, probe, generate } of known)
      expect([talosctl.isThere, probe.isThere, generate.isThere]).toEqual([true, false, false]); // prettier-ignore
  });

  test("a server that talosctl refuses gets no certificate of a client", () => {
    const shown = lines.filter(
      ({ talosctl, before, after }) =>
        !talosctl.isThere && (after.shown ?? 0) > (before.shown ?? 0),
    );
    expect(shown, title).toEqual([]);
  });

  test("a proxy is asked for what talosctl asks it for", () => {
    const proxied = lines.filter(({ before }) => before.asked !== undefined);
    expect(proxied.length).toBeGreaterThan(40);
    const differing = proxied.filter(({ before, after }) => {
      const [theirs, all] = [before.asked ?? [], after.asked ?? []];
      const ours = all.slice(theirs.length);
      return [...new Set(theirs)].join() !== [...new Set(ours)].join();
    });
    expect(differing, title).toEqual([]);
  });
}
