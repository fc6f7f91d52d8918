import { useEffect } from "react";
import type { Settings } from "../shared/core/settings/settings.ts";

const darkQuery = "(prefers-color-scheme: dark)";

/** Puts the chosen theme on the page, and follows the system while that is the choice. */
export function useTheme(theme: Settings["theme"]): void {
  useEffect(() => {
    const system = window.matchMedia(darkQuery);
    const apply = () => {
      const isDark = theme === "dark" || (theme === "system" && system.matches);
      document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
}
