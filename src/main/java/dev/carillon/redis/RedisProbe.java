package dev.carillon.redis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Asks a port of this machine whether a Redis listens there. Blocking; keeps nothing. */
final class RedisProbe {
    /** What listens on the port. */
    enum Answer {
        /** A Redis that can be used, now or once it has loaded its data. */
        REDIS,
        /** A Redis that wants a password first. */
        LOCKED_REDIS,
        /** Something that does not talk like a Redis, or is too slow to tell. */
        STRANGER,
        NOBODY
    }

    private static final int CONNECT_TIMEOUT_MS = 500;
    private static final long REPLY_TIMEOUT_NS = 500_000_000;
    private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_REPLY = 256;
    /** PING has its own reply and errors, which start with a word in capitals. */
    private static final Pattern REPLY = Pattern.compile("\\+PONG|-[A-Z]+( .*)?");

    private RedisProbe() {}

    /** Sends PING to {@code 127.0.0.1:port}; takes half a second for the connection and for the reply at most. */
    static Answer ask(int port) {
        try (Socket socket = new Socket()) {
            InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            socket.connect(new InetSocketAddress(here, port), CONNECT_TIMEOUT_MS);
            if (socket.getLocalPort() == port) {
                return Answer.NOBODY; // TCP lets a socket connect to itself when nobody listens
            }
            socket.getOutputStream().write(PING);
            String reply = line(socket);
            if (!REPLY.matcher(reply).matches()) {
                return Answer.STRANGER;
            }
            return reply.startsWith("-NOAUTH") ? Answer.LOCKED_REDIS : Answer.REDIS;
        } catch (ConnectException e) {
            return Answer.NOBODY;
        } catch (IOException e) {
            return Answer.STRANGER;
        }
    }

    private static String line(Socket socket) throws IOException {
        long deadlineNs = System.nanoTime() + REPLY_TIMEOUT_NS;
        StringBuilder line = new StringBuilder();
        while (line.length() < MAX_REPLY) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            socket.setSoTimeout((int) Math.max(1, leftMs));
            int next = leftMs > 0 ? socket.getInputStream().read() : -1;
            if (next < 0 || next == '\r' || next == '\n') {
                break;
            }
            line.append((char) next);
        }
        return line.toString();
    }
}
