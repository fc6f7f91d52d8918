/** The folders and files of the package; a folder's parents are walked through on the way to it. */
const content = ["/.vite", "/package.json", "/node_modules/keytar"];

/** True for what is shipped. Paths are Forge's: absolute within the project, empty for the project itself. */
export function isPackaged(path: string): boolean {
  return content.some(
    (one) =>
      path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`),
  );
}
