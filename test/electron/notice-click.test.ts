import { beforeEach, expect, test, vi } from "vitest";
import { hostPorts } from "../../electron/desktop/host-ports.ts";
import { MainWindow } from "../../electron/desktop/main-window.ts";
import type { TrayStay } from "../../electron/desktop/tray-stay.ts";
import { printable } from "../../shared/core/text/printable.ts";
import type { Host } from "../../shared/host/host.ts";

/** What the desktop was told to do, in order. */
const done = vi.hoisted((): string[] => []);
const clicks = vi.hoisted((): (() => void)[] => []);
/** A page was read. */
const reads = vi.hoisted((): (() => void)[] => []);

vi.mock("electron", () => ({
  app: { on: () => undefined, isPackaged: false, getVersion: () => "0.0.0" },
  BrowserWindow: class {
    readonly webContents = {
      on: () => undefined,
      once: (_: string, onRead: () => void) => reads.push(onRead),
    };
    on(): void {}
    isMinimized(): boolean {
      return true;
    }
    restore(): void {
      done.push("restore");
    }
    show(): void {
      done.push("show");
    }
    focus(): void {
      done.push("focus");
    }
    async loadURL(url: string): Promise<void> {
      done.push(`load ${url}`);
    }
  },
  clipboard: {},
  dialog: {},
  Menu: {},
  nativeImage: { createFromDataURL: () => null },
  Notification: class {
    static isSupported(): boolean {
      return true;
    }
    on(_: "click", onClick: () => void): void {
      clicks.push(onClick);
    }
    show(): void {}
    close(): void {}
  },
  screen: { getAllDisplays: () => [] },
  session: { fromPartition: () => ({}) },
  shell: {},
}));
vi.mock("../../electron/ipc/register.ts", () => ({
  register: () => undefined,
}));
vi.mock("../../shared/node/files/page-files.ts", () => ({
  pageFiles: () => new Map(),
}));
vi.mock("../../electron/security/app-protocol.ts", () => ({
  servePage: () => undefined,
}));

/** The app's window; what its page is told to show goes into `done`. */
function windowOfApp(): MainWindow {
  const window = new MainWindow(
    { read: () => null, keep: () => undefined },
    "/nowhere",
  );
  const host = { show: (to: string) => done.push(`page ${to}`) };
  window.serve(host as unknown as Host, {} as TrayStay);
  return window;
}

/** A person clicks on what the desktop said of it. */
function click(window: MainWindow, subject: "approvals" | "sessions"): void {
  const { desktop } = hostPorts(window).ports;
  const said = printable("A program waits for your answer");
  desktop.notify(said, said, subject);
  clicks.at(-1)?.();
}

beforeEach(() => {
  done.length = 0;
});

test("a click on the message of a question brings the window up on the page that it shows, over which the question is", () => {
  const window = windowOfApp();
  window.show("activity");
  done.length = 0;
  click(window, "approvals");
  expect(done).toEqual(["restore", "show", "focus"]);
  // Other messages lead to a page.
  click(window, "sessions");
  expect(done).toContain("page sessions");
});

test("where the window was closed, a click on it makes one, which is seen once its page is read", () => {
  click(windowOfApp(), "approvals");
  expect(done).toEqual([expect.stringMatching(/^load /)]);
  reads.at(-1)?.();
  expect(done.slice(1)).toEqual(["show"]);
});

test("a window whose page is never read is seen all the same, once", () => {
  vi.useFakeTimers();
  const window = windowOfApp();
  window.show();
  vi.advanceTimersByTime(60_000);
  expect(done.slice(1)).toEqual(["show"]);
  // It came after all.
  reads.at(-1)?.();
  expect(done.slice(1)).toEqual(["show"]);
  vi.useRealTimers();
});
