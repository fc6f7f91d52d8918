// The only door of the page: one function for each channel of the contract, nothing generic, no Node.
import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Bridge } from "../shared/contract/bridge.ts";
import { channelNames, eventChannel } from "../shared/contract/channels.ts";
import type { HostEvent } from "../shared/contract/events.ts";

const call = Object.fromEntries(
  channelNames.map((name) => [
    name,
    (request: unknown) => ipcRenderer.invoke(name, request),
  ]),
) as Bridge["call"];

const bridge: Bridge = {
  call,
  onEvent: (listener) => {
    // The page gets the event's value alone, never Electron's own object.
    const forward = (_: unknown, event: HostEvent) => listener(event);
    ipcRenderer.on(eventChannel, forward);
    return () => ipcRenderer.off(eventChannel, forward);
  },
  openDropped: async (file) => {
    const path = webUtils.getPathForFile(file as never);
    return path === "" ? null : { kind: "path", path };
  },
};

contextBridge.exposeInMainWorld("talosVault", bridge);
