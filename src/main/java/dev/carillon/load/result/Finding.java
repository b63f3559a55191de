package dev.carillon.load.result;

/**
 * One message that one client did not get as it must. Immutable.
 *
 * @param publisher who sent it: a publisher, a user or a session
 * @param number of the message, from 0
 * @param client who should have got it
 * @param atMs when that was seen, since the start of the run
 */
public record Finding(Fault fault, int publisher, int number, int client, long atMs) {
    @Override
    public String toString() {
        return String.format("message %d of %d to client %d, at %.3f s", number, publisher, client, atMs / 1000.0);
    }
}
