/** The content of an image as a data: address. */
declare module "*.png?inline" {
  const address: string;
  export default address;
}
