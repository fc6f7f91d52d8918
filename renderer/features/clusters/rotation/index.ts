export { RotationDialog } from "./rotation-dialog.tsx";
