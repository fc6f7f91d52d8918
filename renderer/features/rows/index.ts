export {
  RowsProvider,
  useCurrentRow,
  useIsProduction,
  useLoadedRows,
  useProductionNames,
  useRow,
  useRowStore,
} from "./rows.tsx";
export { settleOnceShown } from "./settle.ts";
export { useEdit, useShownEdit } from "./use-edit.ts";
