export { Credentials } from "./credentials.tsx";
export { BlastRadius } from "./blast-radius.tsx";
