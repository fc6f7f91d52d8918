export { PageAddressUsed } from "./page-address-used.tsx";
