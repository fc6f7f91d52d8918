export {
  ContextActionsProvider,
  useContextActions,
} from "./context-actions.tsx";
export { ExportDialog } from "./export-dialog.tsx";
export { useContextItems } from "./use-context-items.tsx";
