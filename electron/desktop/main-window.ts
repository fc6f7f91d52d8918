import {
  app,
  BrowserWindow,
  nativeImage,
  screen,
  session,
  type MessageBoxOptions,
} from "electron";
import { join } from "node:path";
import type { FirstLook } from "../../shared/contract/first-look.ts";
import type { Host } from "../../shared/host/host.ts";
import {
  pageFiles,
  type PageFile,
} from "../../shared/node/files/page-files.ts";
import { register } from "../ipc/register.ts";
import { servePage } from "../security/app-protocol.ts";
import { pageAddress } from "../security/page-address.ts";
import type { Destination } from "../../shared/contract/events.ts";
import { firstLook } from "./first-look.ts";
import { askWithButtons } from "./native-text.ts";
import type { TrayStay } from "./tray-stay.ts";
import { windowOptions } from "./window-options.ts";
import { placeOn } from "../../shared/core/settings/window-place.ts";
import type { PlaceFile } from "../../shared/node/vault/window-place-file.ts";
import icon from "../../build/icons/256x256.png?inline";
import { countOf } from "../../shared/core/counted-noun.ts";

const workAreas = () => screen.getAllDisplays().map(({ workArea }) => workArea);

/** A page that has not asked by then is not seen, or cannot be drawn: the tray and the menu do not wait for it, nor does its window. */
const longestDrawingMs = 3000;

let files: ReadonlyMap<string, PageFile> | null = null;
const onceRead = () => (files ??= pageFiles(join(__dirname, "..", "renderer")));

/** A page that the desktop leads to. */
export type Page = Exclude<Destination, "palette">;

/** The one window: made when it is first shown, made anew when its page crashed. */
export class MainWindow {
  #window: BrowserWindow | null = null;
  #host: Host | null = null;
  #answerWith: (host: Host) => void = () => undefined;
  #tellWaiting: () => void = () => undefined;
  /**
   * Main has no more to do for the page without the host: the page has drawn its first frame and asks, or has its scripts and may
   * draw nothing before it was answered.
   */
  readonly pageWaits = new Promise<void>((resolve) => {
    // The answer is on its way first.
    this.#tellWaiting = () => setImmediate(resolve);
  });
  /** The page is loaded before there is a host; its calls wait for it. */
  readonly #served = new Promise<Host>((resolve) => {
    this.#answerWith = resolve;
  });
  #mayClose = false;
  #isQuitting = false;
  #isAsking = false;
  #tray: TrayStay | null = null;
  readonly #place: PlaceFile;
  // Without "persist:" nothing of it reaches a disk.
  readonly #session = session.fromPartition("vault", { cache: false });

  constructor(place: PlaceFile, home: string) {
    this.#place = place;
    let look: FirstLook | null = null;
    servePage(this.#session, {
      files: onceRead,
      look: () => (look = this.#host ? null : firstLook(home)),
      onRead: () => {
        if (look === null) this.#tellWaiting();
      },
    });
    // Once the window is begun, which waits for other processes; and all of it now, whichever version is installed later.
    setImmediate(onceRead);
    app.on("before-quit", () => (this.#isQuitting = true));
  }

  /** Answers what the page asks, and has asked already. `tray`: whether the app stays in it when its window is closed. */
  serve(host: Host, tray: TrayStay): void {
    this.#host = host;
    this.#tray = tray;
    this.#answerWith(host);
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  /** Shows the window, on a page where one is named. */
  show(to?: Page): void {
    const window = this.#window;
    // It shows itself.
    if (window === null) return this.#make(to);
    if (to) this.#host?.show(to);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Ends the app without asking: somebody else has decided. */
  quit(): void {
    this.#mayClose = true;
    // Inside of a close that was stopped a quit is still under way for Electron, and another one does nothing.
    setImmediate(() => app.quit());
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

  /** Hidden until its page is read: a page that is seen stands still until the process that draws is there (docs/decisions/0091). */
  #make(to?: Page): void {
    const preload = join(__dirname, "preload.cjs");
    const kept = this.#place.read();
    const place = placeOn(kept, workAreas());
    const window = new BrowserWindow({
      ...windowOptions(this.#session, preload, app.isPackaged, place),
      icon: nativeImage.createFromDataURL(icon),
    });
    this.#window = window;
    register(window.webContents, this.#served, this.#tellWaiting);
    const showOnce = atFirst(() => {
      if (kept?.isMaximized) window.maximize();
      window.show();
    });
    setTimeout(() => {
      this.#tellWaiting();
      // A person who sees no window cannot close it either.
      if (this.#window === window) showOnce();
    }, longestDrawingMs).unref();
    window.webContents.once("dom-ready", showOnce);
    window.webContents.on("render-process-gone", () => {
      // Main and its sessions go on; the page starts again.
      if (!window.isDestroyed()) window.webContents.reload();
    });
    window.on("close", (event) => {
      this.#keepPlace(window);
      if (this.#mayClose || process.platform === "darwin") return;
      event.preventDefault();
      void this.#closeOrQuit(window);
    });
    window.on("closed", () => {
      this.#window = null;
    });
    void window.loadURL(to ? `${pageAddress}#/${to}` : pageAddress);
  }

  /** Closing leaves the app in the tray, where the settings want that and there is one; else it is quitting. */
  async #closeOrQuit(window: BrowserWindow): Promise<void> {
    const isKept = !this.#isQuitting && (await this.#tray?.mayStay());
    this.#isQuitting = false;
    if (!isKept) return this.askToQuit();
    window.hide();
    await this.#tray?.sayOnce();
  }

  /** Quitting ends the sessions that this app holds: that is said before it is done, once. */
  async askToQuit(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const running = this.#host?.ownSessions() ?? 0;
    const isSure = running === 0 || (await this.#asks(running));
    this.#isAsking = false;
    if (isSure) this.quit();
  }

  async #asks(running: number): Promise<boolean> {
    const question: MessageBoxOptions = {
      type: "question",
      message: `${countOf(running, "session of this window is", "sessions of this window are")} running.`,
      detail:
        running === 1
          ? "Quitting ends it: its terminal loses the credential."
          : "Quitting ends them: those terminals lose the credential.",
      buttons: ["Quit", "Keep running"],
      defaultId: 1,
      cancelId: 1,
    };
    const parent = this.#window?.isVisible() ? this.#window : null;
    return (await askWithButtons(parent, question)).response === 0;
  }

  #keepPlace(window: BrowserWindow): void {
    this.#place.keep({
      ...window.getNormalBounds(),
      isMaximized: window.isMaximized(),
    });
  }
}

/** The same, done the first time that it is called. */
function atFirst(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
