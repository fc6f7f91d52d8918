import { describe, expect, test } from "vitest";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const talosconfig = makeTalosconfig(3);

describe("removed contexts in the window", () => {
  test("each removed context is put back by itself, whatever was changed since", async () => {
    const { host } = await openHost(talosconfig);
    const show = (name: string) => host.ask("contexts.show", { name });
    const [first, second] = [
      must(await show("context-1")),
      must(await show("context-2")),
    ];
    const removedAt = async (name: string) =>
      must(await host.ask("contexts.remove", { names: [name] })).removedAt;
    const one = await removedAt("context-1");
    const other = await removedAt("context-2");
    must(await host.ask("contexts.use", { name: "context-3" }));
    const listed = must(await host.ask("contexts.removed", {}));
    expect(listed.map(({ name }) => name)).toEqual(["context-2", "context-1"]);
    expect(JSON.stringify(listed)).not.toMatch(/"(key|crt|ca)"/);
    must(
      await host.ask("contexts.put-back", {
        name: "context-1",
        removedAt: one,
      }),
    );
    expect(must(await show("context-1"))).toEqual({ ...first, current: false });
    expect((await show("context-2")).ok).toBe(false);
    must(
      await host.ask("contexts.put-back", {
        name: "context-2",
        removedAt: other,
        as: "another",
      }),
    );
    expect(must(await show("another"))).toEqual({
      ...second,
      current: false,
      name: "another",
    });
    expect(must(await host.ask("contexts.removed", {}))).toEqual([]);
  });

  test("a removed context is neither listed nor used, and dropped after 30 days, and not by a clock that is ahead for a moment", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    const { removedAt } = must(
      await host.ask("contexts.remove", { names: ["context-1"] }),
    );
    expect(
      (
        await host.ask("sessions.start", {
          context: "context-1",
          ttlSeconds: 60,
          delivery: "best",
          isFollowing: false,
        })
      ).ok,
    ).toBe(false);
    const from = Date.parse(removedAt);
    const afterDays = async (days: number) => {
      memory.now = new Date(from + days * 86_400_000);
      must(
        await host.ask("contexts.edit", {
          name: "context-2",
          edit: { note: String(days) },
        }),
      );
      // What is in the file still, by a clock that would show it.
      memory.now = new Date(from);
      return must(await host.ask("contexts.removed", {})).length;
    };
    expect(await afterDays(29.9)).toBe(1);
    expect(await afterDays(31)).toBe(1);
    expect(await afterDays(1)).toBe(1);
    expect(await afterDays(30)).toBe(1);
    expect(await afterDays(30.1)).toBe(0);
  });

  test("a removed context that is removed for good cannot be put back", async () => {
    const { host } = await openHost(talosconfig);
    const { removedAt } = must(
      await host.ask("contexts.remove", { names: ["context-1"] }),
    );
    must(await host.ask("contexts.forget", { name: "context-1", removedAt }));
    expect(
      await host.ask("contexts.put-back", { name: "context-1", removedAt }),
    ).toMatchObject({ ok: false, error: { code: "context-missing" } });
  });
});
