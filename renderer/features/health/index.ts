export { notAsked, ownHealth } from "./health-mark.ts";
export { HealthMarkView } from "./health-mark-view.tsx";
export { HealthSection } from "./health-section.tsx";
