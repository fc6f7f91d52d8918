// The only door of the page: one function for each channel of the contract, nothing generic, no Node.
import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Bridge } from "../shared/contract/bridge.ts";
import {
  channelNames,
  droppedChannel,
  eventChannel,
} from "../shared/contract/channels.ts";
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
    if (path === "") return null;
    // Straight to main: the page gets a token, and can name no path of its own.
    const token = (await ipcRenderer.invoke(droppedChannel, path)) as string;
    return { kind: "dropped", token };
  },
};

contextBridge.exposeInMainWorld("talosVault", bridge);
