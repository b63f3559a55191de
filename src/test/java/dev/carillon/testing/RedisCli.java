package dev.carillon.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to Redis with which tests look into it, and play the back-end that publishes. Blocking; a read waits ten seconds at
 * most.
 */
public final class RedisCli implements Closeable {
    private static final int TIMEOUT_MS = 10_000;
    private static final int DEFAULT_PORT = 6379;

    private final Socket socket = new Socket();
    private final InputStream in;

    private RedisCli(URI uri) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            socket.connect(new InetSocketAddress(uri.getHost(), port), TIMEOUT_MS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param url {@code redis://[[user]:password@]host[:port][/database]} */
    public static RedisCli open(String url) {
        URI uri = URI.create(url);
        RedisCli redis = new RedisCli(uri);
        if (uri.getUserInfo() != null) {
            String[] user = uri.getUserInfo().split(":", 2);
            redis.call(user[0].isEmpty() ? new String[] {"AUTH", user[1]} : new String[] {"AUTH", user[0], user[1]});
        }
        if (uri.getPath().length() > 1) {
            redis.call("SELECT", uri.getPath().substring(1));
        }
        return redis;
    }

    /**
     * Carries out a command.
     *
     * @return a String, a Long, a List, or null for nil; an error that Redis answers is thrown
     */
    public Object call(String... words) {
        send(words);
        return receive();
    }

    /** The text that a command answers, or null. */
    public String text(String... words) {
        return (String) call(words);
    }

    /** The number that a command answers. */
    public long number(String... words) {
        return (Long) call(words);
    }

    /** What is in a set. */
    public List<String> members(String key) {
        return ((List<?>) call("SMEMBERS", key)).stream().map(String::valueOf).toList();
    }

    /** How often Redis carried out a command, by whomever it was sent. */
    public long calls(String command) {
        return calls(text("INFO", "commandstats"), command);
    }

    /** @param stats the answer to {@code INFO commandstats} */
    public static long calls(String stats, String command) {
        String label = "cmdstat_" + command + ":calls=";
        int at = stats.indexOf(label);
        return at < 0
                ? 0
                : Long.parseLong(stats.substring(at + label.length(), stats.indexOf(',', at + label.length())));
    }

    /** Sends a command and leaves its answer for {@link #receive()}. */
    public void send(String... words) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(ascii("*" + words.length + "\r\n"));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(ascii("$" + bytes.length + "\r\n"));
            request.writeBytes(bytes);
            request.writeBytes(ascii("\r\n"));
        }
        try {
            socket.getOutputStream().write(request.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to the oldest command that has none yet. */
    public Object receive() {
        try {
            String line = line();
            String rest = line.substring(1);
            return switch (line.charAt(0)) {
                case '+' -> rest;
                case ':' -> Long.valueOf(rest);
                case '$' -> bulk(Integer.parseInt(rest));
                case '*' -> list(Integer.parseInt(rest));
                default -> throw new IllegalStateException(line);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("Redis closed the connection");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private List<Object> list(int size) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(receive());
        }
        return items;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b != '\r') {
            if (b < 0) {
                throw new EOFException("Redis closed the connection");
            }
            line.write(b);
            b = in.read();
        }
        in.read();
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
