package dev.carillon.socket;

import dev.carillon.testing.WsClient;
import java.util.Arrays;

/** Into how many writes a client cuts what it sends. */
enum Chops {
    /** All in one. */
    TOGETHER,
    /** One a frame. */
    FRAME_BY_FRAME,
    /** One an octet. */
    OCTET_BY_OCTET;

    void send(WsClient client, byte[]... frames) {
        if (this == TOGETHER) {
            client.send(Frames.concat(frames));
        } else {
            for (byte[] frame : frames) {
                chopped(client, frame, this == OCTET_BY_OCTET ? 1 : Math.max(1, frame.length));
            }
        }
    }

    /** Writes so many octets at a time. */
    static void chopped(WsClient client, byte[] bytes, int octets) {
        for (int from = 0; from < bytes.length; from += octets) {
            int to = Math.min(bytes.length, from + octets);
            client.send(Arrays.copyOfRange(bytes, from, to));
        }
    }
}
