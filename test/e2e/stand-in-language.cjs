// The part of it that threads of the app need, too: methods of JavaScript and of node:crypto. Tests only.
"use strict";
{
  const { X509Certificate } = require("node:crypto");
  const os = require("node:os");

  os.availableParallelism ??= () => os.cpus().length;

  const define = (prototype, name, value) => {
    if (!(name in prototype))
      Object.defineProperty(prototype, name, {
        value,
        configurable: true,
        writable: true,
      });
  };
  for (const prototype of [
    Array.prototype,
    Object.getPrototypeOf(Uint8Array.prototype),
  ]) {
    define(prototype, "toSorted", function (compare) {
      return this.slice().sort(compare);
    });
    define(prototype, "toReversed", function () {
      return this.slice().reverse();
    });
  }
  define(String.prototype, "isWellFormed", function () {
    return !/\p{Surrogate}/u.test(this);
  });

  // Node 16 gives the names as text.
  const legacy = X509Certificate.prototype.toLegacyObject;
  X509Certificate.prototype.toLegacyObject = function () {
    const object = legacy.call(this);
    if (typeof object.subject !== "string") return object;
    const values = object.subject
      .split(/ \+ |\n/)
      .filter((one) => one.startsWith("O="))
      .map((one) => one.slice(2));
    return { ...object, subject: { O: values } };
  };
}
