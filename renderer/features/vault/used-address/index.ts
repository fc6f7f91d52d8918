export { UsedAddress } from "./no-session.tsx";
