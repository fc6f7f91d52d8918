import { useEffect, useState } from "react";

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
      ? `/${encodeURIComponent(route.name)}`
      : "";
  location.hash = `#/${route.page}${name}`;
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return readRoute(hash);
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
      return { page: "contexts", name: name ? decode(name) : null };
  }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
