import {
  type Element as PageElement,
  HTMLElement as PageHtmlElement,
  Window,
} from "happy-dom";
import { createElement, type ReactNode } from "react";
import type { Root } from "react-dom/client";
import { expect } from "vitest";
import { jsx } from "../../../renderer/jsx/jsx-runtime.ts";
import type { Bridge } from "../../../shared/contract/bridge.ts";
import type { ChannelName } from "../../../shared/contract/index.ts";
import { channelNames } from "../../../shared/contract/channels.ts";
import type { FirstLook } from "../../../shared/contract/first-look.ts";
import type { HostEvent } from "../../../shared/contract/events.ts";
import type { MemoryHost } from "../../doubles/memory-host.ts";

/** What React and the dialogs ask of a browser; nothing else of it takes the place of Node's own. */
const globals = [
  "document", "navigator", "location", "history", "Node", "Element", "HTMLElement", "HTMLInputElement", "HTMLSelectElement", "HTMLTextAreaElement",
  "HTMLButtonElement", "SVGElement", "ShadowRoot", "MutationObserver", "ResizeObserver", "IntersectionObserver", "getComputedStyle",
  "requestAnimationFrame", "cancelAnimationFrame", "KeyboardEvent", "PointerEvent", "MouseEvent", "FocusEvent", "CSS", "NodeFilter", "DocumentFragment",
] as const; // prettier-ignore

const page = new Window({ url: "app://vault/index.html" });
Object.assign(globalThis, { window: page });
for (const name of globals)
  Object.defineProperty(globalThis, name, {
    value: page[name as never],
    configurable: true,
    writable: true,
  });

/** A browser tells a page a moment later that its address is another one. */
let isDeaf = false;
page.addEventListener("hashchange", (event) => {
  if (isDeaf) event.stopImmediatePropagation();
});

// Nothing is laid out here; long lists draw as much as fits into this.
for (const [name, value] of Object.entries({
  clientHeight: 600,
  clientWidth: 800,
  offsetHeight: 100,
}))
  Object.defineProperty(PageHtmlElement.prototype, name, { get: () => value });

/** Draws a part of the page alone. */
export async function drawn(part: ReactNode): Promise<{
  readonly text: () => string;
  readonly close: () => void;
}> {
  const place = page.document.createElement("div");
  const { createRoot } = await import("react-dom/client");
  const root = createRoot(place);
  root.render(part);
  return { text: () => place.textContent, close: () => root.unmount() };
}

/** The whole page over the real host, in one process: what a person sees, and can press. */
export class TestWindow {
  readonly #root: Root;
  /** Says what the page's way to main says by itself. */
  readonly tell: Listener;

  readonly #held: HeldAnswers;

  private constructor(root: Root, tell: Listener, held: HeldAnswers) {
    this.#root = root;
    this.tell = tell;
    this.#held = held;
  }

  /** The answer to the next one of these calls arrives when what it gives is called; main has done it before. */
  hold(name: ChannelName): () => Promise<void> {
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    this.#held.set(name, arrived);
    return async () => {
      arrive();
      await settled();
    };
  }

  /**
   * @param first what came with the page
   * @param answering until then no call is answered
   */
  static async open(
    memory: Pick<MemoryHost, "host">,
    first: FirstLook | null = null,
    answering = Promise.resolve(),
  ): Promise<TestWindow> {
    // They look for a window when they are loaded.
    const { createRoot } = await import("react-dom/client");
    const { App } = await import("../../../renderer/app.tsx");
    const { BridgeProvider } =
      await import("../../../renderer/bridge/client.tsx");
    const { VaultStateProvider } =
      await import("../../../renderer/bridge/vault-state.tsx");
    const { ActionProvider } =
      await import("../../../renderer/features/actions/index.ts");
    const { RowsProvider } =
      await import("../../../renderer/features/rows/index.ts");
    const { SentencesProvider } =
      await import("../../../renderer/features/names/sentence.tsx");
    const { UnlessHostGone } =
      await import("../../../renderer/features/vault/host-gone/index.ts");
    const { AnnouncerProvider } =
      await import("../../../renderer/ui/announcer.tsx");
    const { ToastProvider } = await import("../../../renderer/ui/toasts.tsx");
    const { readAhead } = await import("../../../renderer/ui/later.tsx");
    await readAhead();
    page.location.hash = "";
    page.document.body.innerHTML = '<div id="root"></div>';
    const place = page.document.getElementById("root");
    const root = createRoot(place as unknown as HTMLElement);
    const held: HeldAnswers = new Map();
    const { bridge, tell } = bridgeTo(memory, answering, held);
    const tree = [
      UnlessHostGone,
      RowsProvider,
      SentencesProvider,
      VaultStateProvider,
      ActionProvider,
      ToastProvider,
      AnnouncerProvider,
    ].reduceRight(
      (inside: ReactNode, Provider) => createElement(Provider, null, inside),
      createElement(App, { first }),
    );
    root.render(jsx(BridgeProvider, { bridge, children: tree }));
    return new TestWindow(root, tell, held);
  }

  /** As a click on what leads there. */
  async go(place: string): Promise<void> {
    if (this.place === `#/${place}`) return;
    const gone = new Promise((resolve) =>
      page.addEventListener("hashchange", resolve, { once: true }),
    );
    page.location.hash = `#/${place}`;
    await gone;
    await settled();
  }

  /** As a click on what leads there, of which the page does not hear yet; gives what lets it hear. */
  clicked(place: string): () => Promise<void> {
    isDeaf = true;
    page.location.hash = `#/${place}`;
    return async () => {
      isDeaf = false;
      page.dispatchEvent(new page.Event("hashchange"));
      await settled();
    };
  }

  /** Clicks on what leads somewhere, by its title. */
  async follow(title: string): Promise<void> {
    await this.#until(() => this.#link(title));
    this.#link(title).click();
    await settled();
  }

  /** Files are let go of over the page; says whether the browser would still open them itself. */
  async drop(...paths: readonly string[]): Promise<boolean> {
    const event = new page.Event("drop", { bubbles: true, cancelable: true });
    const files = paths.map((path) => ({ path }));
    Object.assign(event, { dataTransfer: { types: ["Files"], files } });
    const isLeft = page.document.body.dispatchEvent(event);
    await settled();
    return isLeft;
  }

  /** Ctrl-V outside a field. */
  async paste(): Promise<void> {
    page.document.body.dispatchEvent(
      new page.Event("paste", { bubbles: true, cancelable: true }),
    );
    await settled();
  }

  async close(): Promise<void> {
    this.#root.unmount();
  }

  /** As the address bar of a browser shows it. */
  get place(): string {
    return page.location.hash;
  }

  /** What has the focus; the same thing is equal to itself. */
  get focused(): unknown {
    return page.document.activeElement;
  }

  get text(): string {
    return page.document.body.textContent;
  }

  /** Waits until the page shows it. */
  async shows(text: string | RegExp): Promise<void> {
    await this.#until(() => {
      if (this.text.search(text) < 0)
        throw new Error(`There is no ${String(text)} in: ${this.text}`);
    });
  }

  async lacks(text: string | RegExp): Promise<void> {
    await this.#until(() => {
      if (this.text.search(text) >= 0)
        throw new Error(`There is ${String(text)} in: ${this.text}`);
    });
  }

  isEnabled(name: string): boolean {
    return !this.#find("button", name).hasAttribute("disabled");
  }

  async press(name: string): Promise<void> {
    await this.#until(() => this.#find("button", name));
    this.#find("button", name).click();
    await settled();
  }

  /** Chooses in a menu that is opened by this button. */
  async choose(menu: string, item: string): Promise<void> {
    await this.press(menu);
    await this.#until(() => this.#item(item));
    this.#item(item).click();
    await settled();
  }

  /** Types into a field, or chooses in one, by its label. */
  async fill(label: string, value: string): Promise<void> {
    await this.#until(() => this.#field(label));
    const field = this.#field(label);
    (field as PageHtmlElement).focus();
    const proto = Object.getPrototypeOf(field) as object;
    // React reads what was set by the element's own setter.
    Object.getOwnPropertyDescriptor(proto, "value")?.set?.call(field, value);
    const kind = field.tagName === "SELECT" ? "change" : "input";
    field.dispatchEvent(new page.Event(kind, { bubbles: true }));
    await settled();
  }

  /** Ticks a box, or takes its mark away, by its label. */
  async tick(label: string): Promise<void> {
    await this.#until(() => this.#field(label));
    (this.#field(label) as PageHtmlElement).click();
    await settled();
  }

  async #until(check: () => unknown): Promise<void> {
    await expect
      .poll(
        () => {
          try {
            check();
            return "";
          } catch (error) {
            return error instanceof Error ? error.message : String(error);
          }
        },
        { timeout: 20_000, interval: 10 },
      )
      .toBe("");
  }

  #find(selector: "button", name: string) {
    const found = [...page.document.querySelectorAll(selector)].filter(
      (one) => nameOf(one) === name,
    );
    const [last] = found.toReversed();
    if (!last)
      throw new Error(`There is no ${selector} "${name}" in: ${this.text}`);
    return last;
  }

  #link(title: string) {
    const links = page.document.querySelectorAll("a");
    const found = [...links].find((one) => one.getAttribute("title") === title);
    if (!found) throw new Error(`There is no way to ${title}.`);
    return found;
  }

  #item(text: string) {
    const items = page.document.querySelectorAll('[role="menuitem"]');
    const found = [...items].find((one) => one.textContent === text);
    if (!found) throw new Error(`There is no item "${text}".`);
    return found as PageHtmlElement;
  }

  #field(label: string) {
    const found = [
      ...page.document.querySelectorAll(
        "input, select, textarea, [role=switch]",
      ),
    ].filter((one) => labelOf(one) === label);
    const [last] = found.toReversed();
    if (!last) throw new Error(`There is no field "${label}" in: ${this.text}`);
    return last;
  }
}

/** React and the host have done what follows at once. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

function nameOf(element: PageElement): string {
  return (element.getAttribute("aria-label") ?? element.textContent).trim();
}

function labelOf(element: PageElement): string {
  const own = element.getAttribute("aria-label");
  if (own !== null) return own;
  const by = element.getAttribute("aria-labelledby");
  const label =
    (by === null ? null : page.document.getElementById(by)) ??
    page.document.querySelector(`label[for="${element.id}"]`) ??
    element.closest("label");
  const [first] = label?.querySelectorAll("span") ?? [];
  return (first ?? label)?.textContent.trim() ?? "";
}

type Listener = (event: HostEvent) => void;

/** Until when the next answer to a call is kept back. */
type HeldAnswers = Map<string, Promise<void>>;

function bridgeTo(
  { host }: Pick<MemoryHost, "host">,
  answering: Promise<void>,
  held: HeldAnswers,
): {
  readonly bridge: Bridge;
  readonly tell: Listener;
} {
  const listeners = new Set<Listener>();
  const call = Object.fromEntries(
    channelNames.map((name) => [
      name,
      async (request: unknown) => {
        await answering;
        const until = held.get(name);
        held.delete(name);
        const answer = await host.call(name, request);
        await until;
        return answer;
      },
    ]),
  ) as unknown as Bridge["call"];
  const bridge: Bridge = {
    call,
    onEvent: (listener) => {
      listeners.add(listener);
      const stop = host.listen(listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
    openDropped: async (file) => {
      const { path } = file as { readonly path: string };
      return { kind: "dropped", token: host.keepDropped(path) };
    },
  };
  const tell: Listener = (event) => {
    for (const listener of listeners) listener(event);
  };
  return { bridge, tell };
}
