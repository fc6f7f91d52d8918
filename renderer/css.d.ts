declare module "*.module.css" {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module "*.css";
/** What build/guide.ts makes of it. */
declare module "*.md" {
  import type { Token } from "marked";
  const tokens: readonly Token[];
  export default tokens;
}
