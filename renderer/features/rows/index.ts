export {
  RowsProvider,
  settle,
  useCurrentRow,
  useLoadedRows,
  useRow,
  useRowStore,
} from "./rows.tsx";
export { useEdit } from "./use-edit.ts";
