/** The part of bcrypt-pbkdf 1.0.2 that we use; the package has no types. */
declare module "bcrypt-pbkdf" {
  const bcrypt: {
    /** Writes `keyLength` bytes into `key`; 0 when it did. */
    pbkdf(
      pass: Uint8Array,
      passLength: number,
      salt: Uint8Array,
      saltLength: number,
      key: Uint8Array,
      keyLength: number,
      rounds: number,
    ): number;
  };
  export default bcrypt;
}
