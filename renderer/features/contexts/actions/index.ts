export { ContextActionsProvider, useContextActions } from "./actions.tsx";
export { useContextItems } from "./use-context-items.tsx";
