import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { program, runtime } from "../cli/harness.ts";
import { describeInBothHosts, type OpenApp } from "./in-both-hosts.ts";
import { closeMessages } from "./close-messages.ts";
import { lookAt } from "./look-at.ts";
import { plantQuestion } from "./planted-question.ts";

const context = "prod-eu";

/** A program that nobody sits at, and that nothing of this test is a parent of. */
async function ask({ machine }: OpenApp, name: string): Promise<string> {
  const out = join(machine.folder, name);
  const words = `'${runtime}' '${program}' exec ${context} --stored --reason upgrade -- echo lent`;
  await machine.command([
    "sh",
    "-c",
    `(setsid sh -c "${words} >'${out}' 2>&1; echo over >>'${out}'" </dev/null >/dev/null 2>&1 &)`,
  ]);
  return out;
}

const textOf = (path: string) =>
  existsSync(path) ? readFileSync(path, "utf8") : "";

async function over(path: string): Promise<string> {
  await expect.poll(() => textOf(path), { timeout: 20_000 }).toContain("over");
  return textOf(path);
}

describeInBothHosts(
  "a program asks",
  (open) => {
    const link = (path: string, pid: number, leadsTerminal = false) => ({
      process: { pid, startTime: "1", bootId: "1" },
      path,
      name: path,
      leadsTerminal,
    });
    const chain = [
      link("/usr/bin/node", 4702),
      link("/usr/bin/zsh", 4390, true),
    ];

    test.each([
      [
        "a-program-asks",
        {
          act: "session",
          context: "prod-eu",
          reason: "the disk of node 3 is full",
          text: 'A session gets a credential of "prod-eu" (production) with os:admin for 1 hour.',
        },
      ],
      [
        "a-held-call",
        {
          act: "call",
          context: "prod-eu",
          text: "Reset node 10.0.0.12 of prod-eu, wiping EPHEMERAL, leaving etcd gracefully first, then reboot. It is call 14 of a session with os:operator.",
          count: 4,
        },
      ],
    ] as const)(
      "and the sheet can be read: %s",
      async (name, { act, ...said }) => {
        const { machine, app } = open();
        const process = {
          ...link(
            act === "call" ? "/usr/bin/talosctl" : "/usr/bin/talos-vault",
            4711,
          ),
          chain,
          cwd: "/home/ada/infra",
          terminal: null,
          session: null,
        };
        const { page } = app;
        await machine.run(["set", context, "--production"]);
        await page.evaluate("location.hash = '#/sessions'");
        await closeMessages(page);
        const withdraw = await plantQuestion(machine, act, {
          ...said,
          process,
        });
        const sheet = page.getByRole("dialog");
        await sheet.getByText(said.text).waitFor();
        await expect
          .poll(() =>
            sheet.getByRole("button", { name: "Allow once" }).isEnabled(),
          )
          .toBe(true);
        await lookAt(page, name);
        withdraw();
        await sheet.waitFor({ state: "detached" });
      },
    );

    test("and a person agrees in a sheet over the page that is open", async () => {
      const opened = open();
      const { page } = opened.app;
      await opened.machine.run(["set", context, "--production"]);
      await page.evaluate("location.hash = '#/sessions'");
      const out = await ask(opened, "agreed");
      const sheet = page.getByRole("dialog", { name: /^A program asks for/ });
      await sheet.getByText("A session gets a credential of").waitFor();
      await sheet.getByText("upgrade").waitFor();
      // What a press of Enter does that was meant for something else.
      await expect
        .poll(() => page.locator(":focus").textContent())
        .toBe("Deny");
      await sheet.getByRole("button", { name: "Allow once" }).click();
      await sheet.waitFor({ state: "detached" });
      expect(await over(out)).toContain("lent");
    });

    test("and Escape is a no", async () => {
      const opened = open();
      const { page } = opened.app;
      const out = await ask(opened, "denied");
      const sheet = page.getByRole("dialog", { name: /^A program asks for/ });
      await sheet.waitFor();
      await page.keyboard.press("Escape");
      await sheet.waitFor({ state: "detached" });
      const said = await over(out);
      expect(said).toContain("A person was asked, and said no.");
      expect(said).not.toContain("lent");
    });
  },
  undefined,
  true,
);
