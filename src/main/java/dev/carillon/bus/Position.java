package dev.carillon.bus;

/**
 * Where a message stands in the history of its channel. Immutable.
 *
 * @param epoch changes whenever offsets given before may be given again: Redis restarted, failed over or came back empty
 * @param offset of the message, from 1 on without holes; 0: before the first
 */
public record Position(String epoch, long offset) {
    private static final String FORM = "[A-Za-z0-9_-]{1,64}:\\d{1,18}";

    /** {@code <epoch>:<offset>}: what a client shows that comes back. */
    public String token() {
        return epoch + ":" + offset;
    }

    /** Null when a text is no {@link #token()}. */
    public static Position parse(String token) {
        if (token == null || !token.matches(FORM)) {
            return null;
        }
        int colon = token.indexOf(':');
        return new Position(token.substring(0, colon), Long.parseLong(token.substring(colon + 1)));
    }
}
