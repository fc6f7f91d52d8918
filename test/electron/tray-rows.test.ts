import { expect, test } from "vitest";
import {
  currentAndLastUsed,
  trayMenu,
} from "../../electron/desktop/tray-menu.ts";
import { must, openHost } from "../doubles/memory-host.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";

const start = { ttlSeconds: 60, delivery: "best", isFollowing: false } as const;
const used = ["30", "7", "31", "8", "32", "9", "33"];

type Memory = Awaited<ReturnType<typeof openHost>>;

/** The menu is the same, made of all rows or of those for a menu. */
async function compareMenus({ host }: Memory): Promise<void> {
  const contexts = must(await host.ask("contexts.list", {}));
  const sessions = must(await host.ask("sessions.list", {}));
  const { rows, total } = must(await host.ask("contexts.for-menu", {}));
  const facts = { isUnlocked: true, sessions, total, now: new Date(0) };
  expect(total).toBe(contexts.length);
  expect(rows.length).toBeLessThan(25);
  expect(currentAndLastUsed(rows)).toEqual(currentAndLastUsed(contexts));
  expect(trayMenu({ ...facts, contexts: rows })).toEqual(
    trayMenu({ ...facts, contexts }),
  );
}

test("the rows for a menu are few, and its menu is the one of all rows", async () => {
  const memory = await openHost(makeTalosconfig(40));
  for (const current of ["context-1", "context-33", "context-20"]) {
    must(await memory.host.ask("contexts.use", { name: current }));
    await compareMenus(memory);
    for (const number of used) {
      const context = `context-${number}`;
      must(await memory.host.ask("sessions.start", { context, ...start }));
      await compareMenus(memory);
    }
  }
  const edit = { production: true };
  must(await memory.host.ask("contexts.edit", { name: "context-30", edit }));
  await compareMenus(memory);
});

test("fewer contexts than a menu has room for are all in it", async () => {
  const memory = await openHost(makeTalosconfig(3));
  const few = must(await memory.host.ask("contexts.for-menu", {}));
  expect(few).toEqual({
    rows: must(await memory.host.ask("contexts.list", {})),
    total: 3,
  });
});
