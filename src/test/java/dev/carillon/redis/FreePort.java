package dev.carillon.redis;

import java.io.IOException;
import java.net.ServerSocket;

/** Finds a port on which nobody listens. */
final class FreePort {
    private FreePort() {}

    static int next() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
