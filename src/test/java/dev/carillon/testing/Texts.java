package dev.carillon.testing;

import java.io.ByteArrayOutputStream;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the endpoints say, byte for byte, written down a second time. Pure. */
public final class Texts {
    /** The error event for a binary message. */
    public static final String BINARY_REFUSED = error("Binary messages are not supported");

    private static final Pattern GREETING =
            Pattern.compile("\\{\"type\":\"session\",\"sessionId\":\"([0-9a-f-]{36})\",\"timestamp\":\"[^\"]+\"}");

    private Texts() {}

    /** The answer to a session's message number {@code count}. */
    public static String response(long count) {
        return "{\"type\":\"response\",\"message\":\"Message received successfully!\",\"messageCount\":" + count + "}";
    }

    /** The error event. */
    public static String error(String reason) {
        return "{\"type\":\"error\",\"message\":\"Failed to process message\",\"error\":\"" + reason + "\"}";
    }

    /** The id in the first frame of a session. */
    public static String sessionId(String greeting) {
        Matcher matcher = GREETING.matcher(greeting);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a greeting: " + greeting);
        }
        return matcher.group(1);
    }

    /** Text frames in a row, to be sent in one write. */
    public static byte[] frames(int number, IntFunction<String> text) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < number; i++) {
            frames.writeBytes(WsClient.textFrame(text.apply(i)));
        }
        return frames.toByteArray();
    }

    /** What a client of the board sends. */
    public static String tick(int index, boolean value) {
        return "{\"event\":\"checkbox-update\",\"data\":{\"index\":" + index + ",\"value\":" + value + "}}";
    }

    /** What all clients of the board get. */
    public static String update(int index, boolean value, long version) {
        return "{\"event\":\"checkbox-update\",\"data\":{\"index\":" + index + ",\"value\":" + value + ",\"version\":"
                + version + "}}";
    }
}
