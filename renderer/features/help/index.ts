export { HelpProvider, useHelp } from "./help-provider.tsx";
