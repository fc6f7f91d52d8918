import { createContext, useContext, type ReactNode } from "react";

/** How a sentence of main's is shown: names in it are what the parts of the app know (features/names). */
export const ShownSentence = createContext<(text: string) => ReactNode>(
  (text) => text,
);

/** What a message says, as it is shown; what is drawn already stays as it is. */
export function useSentence(): (said: ReactNode) => ReactNode {
  const shown = useContext(ShownSentence);
  return (said) => (typeof said === "string" ? shown(said) : said);
}
