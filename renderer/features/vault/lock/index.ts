export { LockScreen } from "./lock-screen.tsx";
