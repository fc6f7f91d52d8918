import { expect, test } from "vitest";
import { program, runtime } from "../cli/harness.ts";
import { describeInBothHosts, type OpenApp } from "./in-both-hosts.ts";
import { closeMessages } from "./close-messages.ts";
import { lookAt } from "./look-at.ts";
import { orphan } from "./orphan.ts";
import { plantQuestion } from "./planted-question.ts";

const context = "prod-eu";

const ask = (opened: OpenApp) =>
  orphan(opened, [runtime, program, "exec", context, "--stored", "--reason", "upgrade", "--", "echo", "lent"]); // prettier-ignore

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
      const ran = ask(opened);
      const sheet = page.getByRole("dialog", { name: /^A program asks for/ });
      await sheet.getByText("A session gets a credential of").waitFor();
      await sheet.getByText("upgrade").waitFor();
      // What a press of Enter does that was meant for something else.
      await expect
        .poll(() => page.locator(":focus").textContent())
        .toBe("Deny");
      await sheet.getByRole("button", { name: "Allow once" }).click();
      await sheet.waitFor({ state: "detached" });
      expect(await ran).toContain("lent");
    });

    test("and Escape is a no", async () => {
      const opened = open();
      const { page } = opened.app;
      const ran = ask(opened);
      const sheet = page.getByRole("dialog", { name: /^A program asks for/ });
      await sheet.waitFor();
      await page.keyboard.press("Escape");
      await sheet.waitFor({ state: "detached" });
      const said = await ran;
      expect(said).toContain("A person was asked, and said no.");
      expect(said).not.toContain("lent");
    });
  },
  { isInTerminal: true },
);
