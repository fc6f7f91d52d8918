import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "vitest";
import { emitTalosconfig } from "../../shared/core/talosconfig/yaml/emit.ts";
import type { Machine } from "../cli/harness.ts";
import { contextOf, TestAuthority } from "../doubles/certificates.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { lookAroundZoomed } from "./look-around.ts";
import { expectOneStop } from "./one-stop.ts";
import type { TestApp } from "./test-app.ts";

const keytar = createRequire(import.meta.url).resolve("keytar");

/** Two contexts, and a third that came after the first generations. Gives the recovery key. */
export async function makeVault(machine: Machine): Promise<string> {
  const made = await machine.run(["init"]);
  const [key = ""] =
    /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(made.stdout + made.stderr) ?? [];
  const file = machine.file("talosconfig", makeTalosconfig(3));
  await machine.run(["import", file]);
  await machine.run(["rename", "context-3", "came-last"]);
  await machine.run(["set", "came-last", "--note", "a note"]);
  return key;
}

export async function contextsOf(machine: Machine): Promise<readonly string[]> {
  const { contexts } = await machine.json<{ contexts: { name: string }[] }>([
    "list",
    "--json",
  ]);
  return contexts.map(({ name }) => name).toSorted();
}

/** What scrypt takes on a machine with other work. */
const scryptMs = 60_000;
const all = ["came-last", "context-1", "context-2"];

/** One vault through everything that can happen to it, each time back by buttons. */
export class RecoveryScenarios {
  readonly #app: TestApp;
  readonly #machine: Machine;
  readonly #recoveryKey: string;

  constructor(app: TestApp, machine: Machine, recoveryKey: string) {
    this.#app = app;
    this.#machine = machine;
    this.#recoveryKey = recoveryKey;
  }

  async gone(): Promise<void> {
    await this.lock();
    rmSync(this.#file("vault.age"));
    await this.#isOn("Your vault file is gone");
    await this.#look("gone");
    const { page } = this.#app;
    expect(await page.content()).not.toContain("came-last");
    await this.#press("Name the contexts");
    const table = page.getByRole("grid", { name: /^Earlier generations/ });
    await table.getByText("came-last, context-1, context-2").first().waitFor();
    await expectOneStop(table);
    await this.#press("Put the newest one back");
    await this.#isOpenAgain();
  }

  async damaged(): Promise<void> {
    await this.lock();
    const whole = readFileSync(this.#file("vault.age"));
    writeFileSync(this.#file("vault.age"), whole.subarray(0, -40));
    await this.#press("Unlock");
    await this.#isOn("Your vault file is damaged");
    await this.#look("damaged");
    await this.#press("Put the newest one back");
    await this.#agree();
    await this.#isOpenAgain();
  }

  /** Puts an older file in place; the last generation goes back over it. */
  async older(): Promise<void> {
    await this.#putOlder();
    await this.#look("older");
    await this.#press("Put the newest one back");
    const question = this.#app.page.getByRole("dialog");
    await question.getByText("Back again: another.").waitFor();
    await this.#agree();
    await this.#isOpenAgain([...all, "another"]);
    await this.#machine.run(["remove", "another", "--yes"]);
  }

  /** The older file counts from now on, which has to be typed. */
  async acceptedOlder(): Promise<void> {
    await this.#putOlder();
    const { page } = this.#app;
    await this.#press("Use the older vault…");
    const dialog = page.getByRole("dialog", { name: "Use the older vault" });
    await dialog.getByText("Not in it: another.").waitFor();
    const accept = dialog.getByRole("button", { name: "Use it" });
    expect(await accept.isEnabled()).toBe(false);
    await this.#look("accept-older");
    const field = dialog.getByRole("textbox");
    await field.fill("1");
    expect(await accept.isEnabled()).toBe(false);
    const text = await dialog.innerText();
    const [, generation = ""] = /generation (\d+) of/.exec(text) ?? [];
    await field.fill(generation);
    await field.press("Enter");
    await this.#isOpenAgain();
  }

  /** The keychain was reset: the recovery key puts the vault's key into it again. */
  async keychainReset(): Promise<void> {
    await this.lock();
    await this.#keychain(
      "k.findCredentials(service).then((all) => Promise.all(all.map((one) => k.deletePassword(service, one.account))))",
    );
    await this.#touch();
    await this.#isOn("The keychain has no key for this vault");
    await this.#look("no-key");
    await this.#app.answering(this.#recoveryKey, () =>
      this.#press("Use the recovery key…"),
    );
    await this.#isOpenAgain();
    await this.lock();
    await this.#press("Unlock");
    await this.#isOpenAgain();
  }

  /** The keychain is locked when the app starts, and no passphrase is set: the recovery key sets one. */
  async keychainAway(): Promise<void> {
    const passphrase = "a passphrase of several words";
    const contexts = this.#app.page.getByRole("grid", { name: "Contexts" });
    await this.#isOn("The keychain cannot be reached");
    await this.#look("keychain-away");
    await this.#press("Try again");
    await this.#app.page.getByRole("alert").waitFor();
    await this.#app.answering(
      this.#recoveryKey,
      () => this.#press("Use the recovery key…"),
      passphrase,
    );
    await contexts.waitFor({ timeout: scryptMs });
    await this.lock();
    await this.#app.answering(passphrase, () =>
      this.#press("Use the passphrase…"),
    );
    await contexts.waitFor({ timeout: scryptMs });
  }

  /** The keychain's key is one that was replaced since, as on another machine. */
  async otherKey(): Promise<void> {
    const before = await this.#keychain(
      "k.findCredentials(service).then((all) => console.log(JSON.stringify(all)))",
    );
    const set = await this.#machine.run(
      ["passphrase", "set", "--new-passphrase-fd", "3"],
      { descriptors: ["a passphrase of several words\n"] },
    );
    expect(set.code, set.stderr).toBe(0);
    const removed = await this.#machine.run(["passphrase", "remove"]);
    expect(removed.code, removed.stderr).toBe(0);
    await this.lock();
    await this.#keychain(
      `Promise.all(${before}.map((one) => k.setPassword(service, one.account, one.password)))`,
    );
    await this.#press("Unlock");
    await this.#isOn("The key does not fit this vault");
    await this.#look("other-key");
    await this.#app.answering(this.#recoveryKey, () =>
      this.#press("Use the recovery key…"),
    );
    await this.#isOpenAgain();
  }

  /** Does something with the keychain's items, as any program of the person could. */
  async #keychain(code: string): Promise<string> {
    const whole = `const k = require(${JSON.stringify(keytar)}); const service = "talos-vault"; ${code};`;
    const done = await this.#machine.command([process.execPath, "-e", whole]);
    expect(done.code, done.stderr).toBe(0);
    return done.stdout.trim();
  }

  async #putOlder(): Promise<void> {
    const file = this.#file("vault.age");
    const older = readFileSync(file);
    const imported = await this.#machine.run(["import", this.#more()]);
    expect(imported.code, imported.stderr).toBe(0);
    await this.lock();
    writeFileSync(file, older);
    await this.#press("Unlock");
    await this.#isOn("Your vault file is older than it should be");
  }

  /** A talosconfig with one context, `another`. */
  #more(): string {
    const authority = new TestAuthority();
    const context = contextOf(authority.pair.crt, authority.client());
    authority.dispose();
    const contexts = new Map([["another", context]]);
    return this.#machine.file(
      "more",
      emitTalosconfig({ context: "another", contexts }),
    );
  }

  async lock(): Promise<void> {
    const { page } = this.#app;
    await page.getByRole("button", { name: "Lock", exact: true }).click();
    await page.getByRole("heading", { name: "The vault is locked" }).waitFor();
  }

  #file(name: string): string {
    return join(this.#machine.home, name);
  }

  /** As a program that syncs folders does. */
  async #touch(): Promise<void> {
    const file = this.#file("vault.age");
    writeFileSync(file, readFileSync(file));
  }

  async #isOn(title: string): Promise<void> {
    await this.#app.page.getByRole("heading", { name: title }).waitFor();
    const { page } = this.#app;
    await page.locator("button:focus").waitFor();
    const text = await page.locator("main").innerText();
    expect(text).not.toMatch(/talos-vault [a-z]|--[a-z]|apt-get/);
  }

  #press(name: string): Promise<void> {
    return this.#app.page.getByRole("button", { name }).first().click();
  }

  #agree(): Promise<void> {
    return this.#app.page
      .getByRole("dialog", { name: "Put it in the place of the present vault" })
      .getByRole("button", { name: "Put it back" })
      .click();
  }

  async #isOpenAgain(expected: readonly string[] = all): Promise<void> {
    const { page } = this.#app;
    await page.getByRole("grid", { name: "Contexts" }).waitFor();
    expect(await contextsOf(this.#machine)).toEqual(expected.toSorted());
  }

  #look(name: string): Promise<void> {
    return lookAroundZoomed(this.#app.page, `${this.#app.host}-${name}`);
  }
}
