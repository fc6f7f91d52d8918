export { WhileHostIsThere } from "./gone.tsx";
