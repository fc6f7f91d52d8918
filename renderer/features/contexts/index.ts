export { ContextsPage } from "./contexts-page.tsx";
