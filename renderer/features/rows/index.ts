export {
  RowsProvider,
  useCurrentRow,
  useIsProduction,
  useLoadedRows,
  useRow,
  useRowStore,
} from "./rows.tsx";
export { settleOnceShown } from "./settle.ts";
export { useEdit, useShownEdit } from "./use-edit.ts";
