/**
 * What our programs say to each other through sockets and pipes, as a number that changes whenever a message does: after
 * an upgrade a program of the release before may still run. Who hears another number does not guess what is meant.
 */
export const protocol = 11;
