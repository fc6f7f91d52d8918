export { UsedAddress } from "./used-address.tsx";
