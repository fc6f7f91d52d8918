export { RecoveryPage } from "./recovery-page.tsx";
