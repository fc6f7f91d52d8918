/** Methods that a person let pass for a while; none: it is about the roles alone, for every call. */
interface Given {
  readonly methods: readonly string[];
}

/**
 * What counts for calls of these methods, of what was given, the oldest first. What was given for one of them comes before what was
 * given for all, the newest first. Undefined: nothing was, and the session's own counts.
 */
export function givenFor<Some extends Given>(
  given: readonly Some[],
  methods: readonly string[],
): Some | undefined {
  const newestFirst = given.toReversed();
  const own = newestFirst.find((one) =>
    one.methods.some((method) => methods.includes(method)),
  );
  return own ?? newestFirst.find((one) => one.methods.length === 0);
}
