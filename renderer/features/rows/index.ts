export {
  RowsProvider,
  settle,
  useCurrentRow,
  useLoadedRows,
  useRow,
  useRowStore,
} from "./rows.tsx";
export { useEdit, useShownEdit } from "./use-edit.ts";
