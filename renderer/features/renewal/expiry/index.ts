export { ExpiryPage } from "./expiry-page.tsx";
