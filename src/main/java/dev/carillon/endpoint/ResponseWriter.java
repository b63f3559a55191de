package dev.carillon.endpoint;

import java.nio.charset.StandardCharsets;

/** Writes the answers of {@link SessionsEndpoint} without garbage. Confined to the event loop of its core. */
final class ResponseWriter {
    static final byte[] BINARY_UNSUPPORTED = Errors.event("Binary messages are not supported");

    private static final byte[] HEAD =
            "{\"type\":\"response\",\"message\":\"Message received successfully!\",\"messageCount\":"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 19;

    private final byte[] text = new byte[HEAD.length + LONGEST_NUMBER + 1];

    ResponseWriter() {
        System.arraycopy(HEAD, 0, text, 0, HEAD.length);
    }

    /** Answers a message that was counted as number {@code count}, at least 0. */
    void send(Peer peer, long count) {
        int digits = 1;
        for (long rest = count; rest >= 10; rest /= 10) {
            digits++;
        }
        int end = HEAD.length + digits;
        text[end] = '}';
        long rest = count;
        for (int i = end - 1; i >= HEAD.length; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        peer.sendText(text, end + 1);
    }
}
