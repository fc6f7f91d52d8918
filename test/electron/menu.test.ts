import type { MenuItemConstructorOptions } from "electron";
import { expect, test, vi } from "vitest";
import { setMenu } from "../../electron/desktop/menu.ts";
import type { Host } from "../../shared/host/host.ts";

const menus = vi.hoisted((): { items: MenuItemConstructorOptions[] } => ({
  items: [],
}));
vi.mock("electron", () => ({
  app: { name: "Talos Vault" },
  dialog: {},
  Notification: {},
  Menu: {
    buildFromTemplate: (items: MenuItemConstructorOptions[]) => items,
    setApplicationMenu: (items: MenuItemConstructorOptions[]) => {
      menus.items = items;
    },
  },
}));

test("the menu has a help: the guide, the keys, and what this program is", () => {
  const asked: string[] = [];
  const show = (topic: string) => void asked.push(topic);
  setMenu({ show } as unknown as Host);
  const help = menus.items.at(-1);
  expect(help?.label).toBe("&Help");
  const entries = (help?.submenu ?? []) as MenuItemConstructorOptions[];
  for (const { click } of entries) (click as (() => void) | undefined)?.();
  expect(asked).toEqual(["guide", "shortcuts", "help"]);
  expect(entries.at(-1)).toMatchObject({
    label: "About Talos Vault",
    accelerator: "F1",
  });
});
