export { SessionsPage } from "./sessions-page.tsx";
export { Countdown } from "./countdown.tsx";
