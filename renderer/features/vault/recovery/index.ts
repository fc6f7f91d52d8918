export { OtherWays, RecoveryPage } from "./other-ways.tsx";
