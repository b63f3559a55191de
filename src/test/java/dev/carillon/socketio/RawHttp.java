package dev.carillon.socketio;

import dev.carillon.testing.WsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request on a connection of its own, so that any core of the port may get it; sent at once, and read when the test wants to. */
final class RawHttp implements AutoCloseable {
    record Answer(int status, String head, String body) {}

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final WsClient connection;

    private RawHttp(WsClient connection) {
        this.connection = connection;
    }

    /** @param headers each {@code Name: value} */
    static RawHttp send(int port, String method, String target, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (!method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        WsClient connection = new WsClient(port);
        connection.send(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        connection.send(body);
        return new RawHttp(connection);
    }

    static Answer get(int port, String target, String... headers) {
        return send(port, "GET", target, new byte[0], headers).answer();
    }

    static Answer post(int port, String target, String body) {
        return send(port, "POST", target, body.getBytes(StandardCharsets.UTF_8)).answer();
    }

    /** Reads the answer, and ends the connection. */
    Answer answer() {
        try (connection) {
            String head = connection.readHead();
            Matcher status = STATUS.matcher(head);
            Matcher length = LENGTH.matcher(head);
            byte[] body = new byte[0];
            if (length.find()) {
                body = connection.input().readNBytes(Integer.parseInt(length.group(1)));
            }
            status.find();
            return new Answer(Integer.parseInt(status.group(1)), head, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is something to read. */
    boolean isAnswered() {
        return connection.available() > 0;
    }

    /** Breaks the connection. */
    @Override
    public void close() {
        connection.close();
    }
}
