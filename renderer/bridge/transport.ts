import type { Bridge } from "../../shared/contract/bridge.ts";
import { browserTransport } from "./http.ts";

declare global {
  interface Window {
    /** Put there by the preload; absent in a browser. */
    readonly talosVault?: Bridge;
  }
}

/** The way to main: the preload's in Electron, loopback HTTP in a browser. Null: this page has no session. */
export async function openBridge(): Promise<Bridge | null> {
  return window.talosVault ?? browserTransport();
}
