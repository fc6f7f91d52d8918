export { UnlessHostGone } from "./host-gone.tsx";
