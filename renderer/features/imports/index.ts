export { FoundOffers } from "./found-offers.tsx";
export { ImportPage } from "./import-page.tsx";
export { keepFilesOut, useArrivals, type Arrivals } from "./use-arrivals.ts";
