export { BulkBar } from "./bulk-bar.tsx";
export { BulkJobDialog } from "./bulk-jobs.tsx";
