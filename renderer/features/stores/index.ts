export { OriginSection } from "./origin-section.tsx";
export { StoreSource } from "./store-source.tsx";
