package dev.carillon.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The least of a Redis client: a command on a connection of its own. */
final class Resp {
    private static final String LINE = "\r\n";

    private Resp() {}

    /** Sends a command and returns the whole reply, its lines joined by spaces. */
    static String ask(int port, String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            socket.getOutputStream().write((command(words) + command("QUIT")).getBytes(StandardCharsets.UTF_8));
            String replies = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String reply = replies.substring(0, replies.lastIndexOf("+OK" + LINE) - LINE.length());
            return reply.replace(LINE, " ");
        }
    }

    private static String command(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + LINE);
        for (String word : words) {
            command.append('$').append(word.length()).append(LINE).append(word).append(LINE);
        }
        return command.toString();
    }
}
