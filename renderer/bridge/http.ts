import type { Bridge } from "../../shared/contract/bridge.ts";
import { channelNames } from "../../shared/contract/channels.ts";
import type { HostEvent } from "../../shared/contract/events.ts";
import type { WireResult } from "../../shared/contract/wire.ts";
import { noAnswer } from "./no-answer.ts";

const pageKeyName = "talos-vault-page";
const pageKeyHeader = "x-talos-vault-page";
const retryMs = 1000;

/**
 * Talks to `talos-vault ui` over loopback. The one-time token in the address is exchanged for a cookie that no
 * script can read, and for a key of this page that no other site's request can carry.
 */
export async function browserTransport(): Promise<Bridge | null> {
  const key = await pageKey();
  if (key === null) return null;
  const listeners = new Set<(event: HostEvent) => void>();
  const tellAll = (event: HostEvent): void => {
    for (const listener of listeners) listener(event);
  };
  let stop = (): void => undefined;
  const post = (path: string, body: BodyInit, type: string) =>
    fetch(path, {
      method: "POST",
      body,
      headers: { "content-type": type, [pageKeyHeader]: key },
    });
  const lookForAct = actsOf(
    () => void post("/acted", "null", "application/json").catch(noNews),
  );
  const call = async (
    name: string,
    request: unknown,
  ): Promise<WireResult<unknown>> => {
    lookForAct();
    try {
      const body = JSON.stringify(request);
      const response = await post(`/call/${name}`, body, "application/json");
      if (response.ok) return (await response.json()) as WireResult<unknown>;
    } catch {
      // Answered below: the host is gone, or this page is not its page any more.
    }
    return { ok: false, error: noAnswer };
  };
  return {
    call: Object.fromEntries(
      channelNames.map((name) => [
        name,
        (request: unknown) => call(name, request),
      ]),
    ) as Bridge["call"],
    onEvent: (listener) => {
      // One stream for the page: browsers open six connections to a host, and no more.
      if (listeners.size === 0) stop = listen(key, tellAll);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    openDropped: async (file) => {
      if (!(file instanceof File)) return null;
      // The browser reads and sends the file; this script never sees what is in it.
      const response = await post("/upload", file, "application/octet-stream");
      if (!response.ok) return null;
      const { token } = (await response.json()) as { token: string };
      return { kind: "upload", token };
    },
  };
}

const noNews = (): void => undefined;
const actsEveryMs = 10_000;

/**
 * Tells the host, which cannot see a person, when one does something: now and then while a pointer moves or something is
 * typed, and when what is returned is called while a press still counts. The calls of the page by itself say nothing.
 */
function actsOf(tell: () => void): () => void {
  let told = 0;
  const act = (): void => {
    if (Date.now() - told < actsEveryMs) return;
    told = Date.now();
    tell();
  };
  const options = { capture: true, passive: true };
  for (const type of ["pointerdown", "pointermove", "wheel", "beforeinput"])
    document.addEventListener(
      type,
      ({ isTrusted }) => isTrusted && act(),
      options,
    );
  return () => {
    if (navigator.userActivation.isActive) act();
  };
}

async function pageKey(): Promise<string | null> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return sessionStorage.getItem(pageKeyName);
  history.replaceState(null, "", location.pathname);
  const response = await fetch("/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) return sessionStorage.getItem(pageKeyName);
  const { page } = (await response.json()) as { page: string };
  sessionStorage.setItem(pageKeyName, page);
  return page;
}

/** One line of JSON for each event, for as long as the page lives; and whether the host is there, when that changes. */
function listen(key: string, listener: (event: HostEvent) => void): () => void {
  const stop = new AbortController();
  let isThere = true;
  const tell = (isThereNow: boolean): void => {
    if (stop.signal.aborted || isThere === isThereNow) return;
    isThere = isThereNow;
    listener({ kind: isThere ? "host-back" : "host-gone" });
  };
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const onOpen = () => tell(true);
      await readEvents(key, listener, stop.signal, onOpen).catch(
        () => undefined,
      );
      tell(false);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  };
  void run();
  return () => stop.abort();
}

async function readEvents(
  key: string,
  listener: (event: HostEvent) => void,
  signal: AbortSignal,
  onOpen: () => void,
): Promise<void> {
  const response = await fetch("/events", {
    headers: { [pageKeyHeader]: key },
    signal,
  });
  const reader = response.body
    ?.pipeThrough(new TextDecoderStream())
    .getReader();
  let rest = "";
  if (!response.ok || !reader) return;
  onOpen();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines)
      if (line !== "") listener(JSON.parse(line) as HostEvent);
  }
}
