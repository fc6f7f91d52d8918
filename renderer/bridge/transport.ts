import type { Bridge } from "../../shared/contract/bridge.ts";
import { browserTransport } from "./http.ts";
import { withAnswers } from "./no-answer.ts";

declare global {
  interface Window {
    /** Put there by the preload; absent in a browser. */
    readonly talosVault?: Bridge;
  }
}

/** The way to main: the preload's in Electron, loopback HTTP in a browser. Null: this page has no session. */
export async function openBridge(): Promise<Bridge | null> {
  const bridge = window.talosVault ?? (await browserTransport());
  return bridge && withAnswers(bridge);
}
