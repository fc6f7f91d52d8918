import { useEffect, useEffectEvent, useMemo, useState } from "react";

/** Where the person is. The address bar of a browser shows it, and its back button works. */
export type Route =
  | { readonly page: "contexts"; readonly name: string | null }
  | { readonly page: "expiry" }
  | { readonly page: "sessions" }
  | { readonly page: "roles" }
  | { readonly page: "authorities" }
  | { readonly page: "ledger" }
  | { readonly page: "findings" }
  | { readonly page: "import" }
  | { readonly page: "settings" };

export function go(route: Route): void {
  const name =
    route.page === "contexts" && route.name !== null
      ? `/${encode(route.name)}`
      : "";
  const hash = `#/${route.page}${name}`;
  if (location.hash === hash) beginAgain();
  else location.hash = hash;
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

/** Leaves no context's name in the address, nor in the page that the back button leads to from here. */
export function forgetNames(): void {
  const route = readRoute(location.hash);
  if (route.page === "contexts" && route.name !== null)
    location.replace("#/contexts");
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return useMemo(() => readRoute(hash), [hash]);
}

function readRoute(hash: string): Route {
  const [, page = "", name] = hash.split("/");
  switch (page) {
    case "expiry":
    case "sessions":
    case "roles":
    case "authorities":
    case "ledger":
    case "findings":
    case "import":
    case "settings":
      return { page };
    default:
      return {
        page: "contexts",
        name: name === undefined ? null : decode(name),
      };
  }
}

const half = /(\p{Cs})/u;
const writtenHalf = /(%u[0-9a-f]{4})/;

/** A name as a part of the address. Half a character, which a name may have, has no bytes to write: it is `%ud83d`. */
function encode(name: string): string {
  return name
    .split(half)
    .map((part, index) =>
      index % 2 === 1
        ? `%u${part.charCodeAt(0).toString(16)}`
        : encodeURIComponent(part),
    )
    .join("");
}

function decode(text: string): string | null {
  try {
    return text
      .split(writtenHalf)
      .map((part, index) =>
        index % 2 === 1
          ? String.fromCharCode(Number.parseInt(part.slice(2), 16))
          : decodeURIComponent(part),
      )
      .join("");
  } catch {
    return null;
  }
}
