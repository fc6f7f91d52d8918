export { NoSession } from "./no-session.tsx";
