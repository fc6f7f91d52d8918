import { app, BrowserWindow, session } from "electron";
import { join } from "node:path";
import type { Host } from "../../shared/host/host.ts";
import { pageFiles } from "../../shared/node/files/page-files.ts";
import { register } from "../ipc/register.ts";
import { servePage } from "../security/app-protocol.ts";
import { pageAddress } from "../security/page-address.ts";
import { askWithButtons } from "./native-text.ts";
import { windowOptions } from "./window-options.ts";
import { countOf } from "../../shared/core/count-of.ts";

/** The one window: made when it is first shown, made anew when its page crashed. */
export class MainWindow {
  #window: BrowserWindow | null = null;
  #host: Host | null = null;
  #mayClose = false;
  // Without "persist:" nothing of it reaches a disk.
  readonly #session = session.fromPartition("vault", { cache: false });

  serve(host: Host): void {
    this.#host = host;
    servePage(this.#session, pageFiles(join(__dirname, "..", "renderer")));
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  show(): void {
    const window = this.#window ?? this.#make();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Ends the app without asking: somebody else has decided. */
  quit(): void {
    this.#mayClose = true;
    app.quit();
  }

  /** Screenshots and screen sharing show nothing of the window meanwhile, where the system can do that. */
  async protect<T>(work: () => Promise<T>): Promise<T> {
    this.#window?.setContentProtection(true);
    try {
      return await work();
    } finally {
      this.#window?.setContentProtection(false);
    }
  }

  /** Takes away what the page left in memory. */
  forget(): void {
    void this.#session.clearStorageData();
    void this.#session.clearCache();
  }

  #make(): BrowserWindow {
    if (!this.#host) throw new Error("the window has nothing to show");
    const preload = join(__dirname, "preload.cjs");
    const window = new BrowserWindow(
      windowOptions(this.#session, preload, app.isPackaged),
    );
    this.#window = window;
    register(window.webContents, this.#host);
    window.webContents.on("render-process-gone", () => {
      // Main and its sessions go on; the page starts again.
      if (!window.isDestroyed()) window.webContents.reload();
    });
    window.on("close", (event) => {
      if (this.#mayClose || process.platform === "darwin") return;
      event.preventDefault();
      void this.#askToQuit(window);
    });
    window.on("closed", () => {
      this.#window = null;
    });
    void window.loadURL(pageAddress);
    return window;
  }

  /** Quitting ends the sessions that this app holds: that is said before it is done. */
  async #askToQuit(window: BrowserWindow): Promise<void> {
    const running = this.#host?.ownSessions() ?? 0;
    if (running > 0) {
      const { response } = await askWithButtons(window, {
        type: "question",
        message: `${countOf(running, "session of this window is", "sessions of this window are")} running.`,
        detail:
          "Quitting ends what this window started: those terminals lose the credential.",
        buttons: ["Quit", "Keep running"],
        defaultId: 1,
        cancelId: 1,
      });
      if (response === 1) return;
    }
    this.#mayClose = true;
    window.close();
  }
}
