export { UnlessFailed } from "./unless-failed.tsx";
