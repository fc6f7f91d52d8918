import { createContext, type ReactNode } from "react";
import type { WireError } from "../../shared/contract/wire.ts";

/**
 * The buttons of an error, for whatever shows it: a dialog, a message in the corner, a page. What they do is the business
 * of the parts of the app (features/actions). `onChosen` is called when one was pressed: what shows the error goes away.
 */
export const ErrorActions = createContext<
  ((error: WireError, onChosen?: () => void) => ReactNode) | null
>(null);
