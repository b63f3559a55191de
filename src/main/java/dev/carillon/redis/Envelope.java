package dev.carillon.redis;

import dev.carillon.bus.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message with its position, as it travels on the channel's channel of envelopes:
 * {@code <epoch> <offset> <accepted, ms since 1970> <kind>\n<message>}. Immutable.
 *
 * @param acceptedMs when an instance took it from its publisher, 0 when that is not known
 * @param payload null when it tells the position alone
 */
record Envelope(Position position, long acceptedMs, Kind kind, byte[] payload) {
    enum Kind {
        /** A message. */
        PLAIN,
        /** A message that follows on the public channel as it is. */
        MIRRORED,
        /** No message: the position of the last one that was published. */
        HEAD
    }

    private static final int MAX_HEADER = 160;

    /** Null when a text is no envelope: somebody else published it. */
    static Envelope parse(byte[] text) {
        int end = 0;
        while (end < text.length && end < MAX_HEADER && text[end] != '\n') {
            end++;
        }
        if (end == text.length || end == MAX_HEADER) {
            return null;
        }
        String[] parts = new String(text, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
        if (parts.length != 4 || !parts[2].matches("\\d{1,18}")) {
            return null;
        }
        Position position = Position.parse(parts[0] + ":" + parts[1]);
        Kind kind = switch (parts[3]) {
            case "-" -> Kind.PLAIN;
            case "m" -> Kind.MIRRORED;
            case "h" -> Kind.HEAD;
            default -> null;
        };
        if (position == null || kind == null) {
            return null;
        }
        byte[] payload = kind == Kind.HEAD ? null : Arrays.copyOfRange(text, end + 1, text.length);
        return new Envelope(position, Long.parseLong(parts[2]), kind, payload);
    }

    String epoch() {
        return position.epoch();
    }

    long offset() {
        return position.offset();
    }
}
