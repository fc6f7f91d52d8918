export {
  RowsProvider,
  settle,
  useCurrentRow,
  useIsProduction,
  useLoadedRows,
  useRow,
  useRowStore,
} from "./rows.tsx";
export { useEdit, useShownEdit } from "./use-edit.ts";
