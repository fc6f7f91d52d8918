import { useEffect, useEffectEvent, useMemo, useState } from "react";
import {
  areAddressesKept,
  decodeName,
  encodeName,
  forgetNumbers,
} from "./address-names.ts";

/** Pages that are one place each. */
const plainPages = [
  "expiry",
  "sessions",
  "roles",
  "authorities",
  "findings",
  "import",
  "settings",
] as const;

/** Where the person is. The address bar of a browser shows it, and its back button works. */
export type Route =
  | { readonly page: "contexts"; readonly name: string | null }
  | { readonly page: (typeof plainPages)[number] }
  | {
      readonly page: "activity";
      /** Absent: all events. */
      readonly view?: ActivityView;
      /** Events of these alone. */
      readonly about?: EventSubject;
    };

/** What of the audit log is shown, beside all events. */
const activityViews = ["credentials", "handovers", "radius"] as const;
export type ActivityView = (typeof activityViews)[number];
export type EventSubject =
  | { readonly kind: "context"; readonly name: string }
  | { readonly kind: "session"; readonly name: string };

/** The address of a place, for a link. */
export function hashOf(route: Route): string {
  return `#/${[route.page, ...partsOf(route)].join("/")}`;
}

function partsOf(route: Route): readonly string[] {
  if (route.page === "contexts")
    return route.name === null ? [] : [encodeName(route.name)];
  if (route.page !== "activity") return [];
  if (route.about) return [route.about.kind, encodeName(route.about.name)];
  return route.view ? [route.view] : [];
}

export function go(route: Route): void {
  const hash = hashOf(route);
  if (location.hash === hash) beginAgain();
  else location.hash = hash;
}

/**
 * Goes on from a place that something has happened to, unless the person has left it: the address says so at once, and the page
 * hears of it a moment later.
 */
export function goOn(from: Route, to: Route): void {
  if (hashOf(readRoute(location.hash)) === hashOf(from)) go(to);
}

const beginnings = new Set<() => void>();

/** Somebody goes to the page where they are already. */
export function beginAgain(): void {
  for (const begin of beginnings) begin();
}

/** Calls it when somebody goes to the page where they are already: it is to begin anew. */
export function useAgain(begin: () => void): void {
  const latest = useEffectEvent(begin);
  useEffect(() => {
    const listen = () => latest();
    beginnings.add(listen);
    return () => void beginnings.delete(listen);
  }, []);
}

/**
 * As long as nothing of the vault is to be seen: no context's name is in the address, nor in one that the back button
 * leads to. Gives what ends that.
 */
export function hideNames(): () => void {
  forgetNames();
  window.addEventListener("hashchange", forgetNames);
  return () => window.removeEventListener("hashchange", forgetNames);
}

function forgetNames(): void {
  forgetNumbers();
  const plain = hashOf(withoutName(readRoute(location.hash)));
  // A number of before leads nowhere any more.
  if (location.hash !== "" && location.hash !== plain) location.replace(plain);
}

function withoutName(route: Route): Route {
  if (route.page === "contexts") return { page: "contexts", name: null };
  return isNamed(route) ? { page: "activity" } : route;
}

function isNamed(route: Route): boolean {
  return (
    (route.page === "contexts" && route.name !== null) ||
    (route.page === "activity" && route.about !== undefined)
  );
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => {
      keepOutTyped();
      setHash(location.hash);
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return useMemo(() => readRoute(hash), [hash]);
}

/** A name that somebody typed, or kept as a bookmark, leads there and stays no longer than that. */
function keepOutTyped(): void {
  const route = readRoute(location.hash);
  if (areAddressesKept() && isNamed(route))
    history.replaceState(null, "", hashOf(route));
}

function readRoute(hash: string): Route {
  const [, page = "", name, more] = hash.split("/");
  const plain = plainPages.find((one) => one === page);
  if (plain) return { page: plain };
  if (page === "activity")
    return readActivity(name, more === undefined ? null : decodeName(more));
  return {
    page: "contexts",
    name: name === undefined ? null : decodeName(name),
  };
}

function readActivity(word: string | undefined, name: string | null): Route {
  const page = "activity";
  if ((word === "context" || word === "session") && name !== null)
    return { page, about: { kind: word, name } };
  const view = activityViews.find((one) => one === word);
  return view ? { page, view } : { page };
}
