/**
 * HTTP/2's flow control, of each stream and of each connection, on both sides of a gateway. With Node's 64 KiB a link of
 * 50 ms carries a thirtieth of what it could.
 */
export const windowBytes = 4 * 1024 * 1024;
