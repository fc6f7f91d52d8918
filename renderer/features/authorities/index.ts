export { AuthoritiesPage } from "./authorities-page.tsx";
