package dev.carillon.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between an instance and its Redis, and can do to the connection what networks do. Serves at most {@value #MAX_LINES}
 * connections in its life.
 */
public final class RedisProxy implements AutoCloseable {
    private static final int MAX_LINES = 2000;

    /** One way of the connections. */
    public enum Way {
        TO_REDIS,
        FROM_REDIS
    }

    private record Push(String kind, String channel) {
        boolean is(String value) {
            return value.startsWith(">")
                    && value.contains("\r\n" + kind + "\r\n")
                    && value.contains("\r\n" + channel + "\r\n");
        }
    }

    private record Line(Socket instance, Socket redis) {
        void end() {
            try (instance;
                    redis) {
                // Nothing is left to be said
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final ServerSocket door;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Set<Push> silenced = ConcurrentHashMap.newKeySet();
    private final Set<Way> cut = ConcurrentHashMap.newKeySet();
    private volatile int redisPort;
    private volatile int lastLost;

    private RedisProxy(int redisPort) throws IOException {
        this.redisPort = redisPort;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** @param redisPort on this machine */
    public static RedisProxy start(int redisPort) {
        try {
            RedisProxy proxy = new RedisProxy(redisPort);
            thread("door", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + door.getLocalPort();
    }

    /** Another Redis of this machine is there from now on; the connections to the one before end. */
    public void switchTo(int port) {
        redisPort = port;
        lines.forEach(Line::end);
    }

    /** What goes this way from now on is lost, and nobody is told. */
    public void cut(Way way) {
        cut.add(way);
    }

    /** New connections work; those that lost something stay dead, as both ends have given up on what was lost. */
    public void mend() {
        lastLost = lines.size();
        cut.clear();
    }

    /**
     * Redis' pushes on the channel are lost from now on.
     *
     * @param kind {@code message} or {@code subscribe}
     */
    public void silence(String kind, String channel) {
        silenced.add(new Push(kind, channel));
    }

    /** All pushes pass again. */
    public void unsilence() {
        silenced.clear();
    }

    /** Has Redis forget the subscriptions to the channel on the present connections, unseen by the instance. */
    public void unsubscribe(String channel) {
        byte[] command = ("*2\r\n$11\r\nUNSUBSCRIBE\r\n$" + channel.length() + "\r\n" + channel + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (Line line : lines) {
            if (!line.redis.isClosed()) {
                write(line.redis, command);
            }
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.forEach(Line::end);
    }

    private void accept() throws IOException {
        while (lines.size() < MAX_LINES) {
            Socket instance = door.accept();
            int port = redisPort;
            try {
                Line line = new Line(instance, new Socket(InetAddress.getLoopbackAddress(), port));
                lines.add(line);
                if (port != redisPort) {
                    line.end();
                }
                int number = lines.size();
                thread("to-redis", () -> forward(line, number));
                thread("from-redis", () -> filter(line, number));
            } catch (ConnectException noRedis) {
                instance.close();
            }
        }
    }

    private void forward(Line line, int number) throws IOException {
        try {
            byte[] bytes = new byte[8192];
            for (int size = line.instance.getInputStream().read(bytes);
                    size >= 0;
                    size = line.instance.getInputStream().read(bytes)) {
                if (!isLost(number, Way.TO_REDIS)) {
                    line.redis.getOutputStream().write(bytes, 0, size);
                }
            }
        } finally {
            line.end();
        }
    }

    private void filter(Line line, int number) throws IOException {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(line.redis.getInputStream()));
            OutputStream out = line.instance.getOutputStream();
            while (true) {
                ByteArrayOutputStream value = new ByteArrayOutputStream();
                copyValue(in, value);
                if (!isLost(number, Way.FROM_REDIS) && !isSilenced(value.toString(StandardCharsets.ISO_8859_1))) {
                    value.writeTo(out);
                }
            }
        } finally {
            line.end();
        }
    }

    /** A connection that lost something is not to go on in the middle. */
    private boolean isLost(int number, Way way) {
        return number <= lastLost || cut.contains(way);
    }

    private boolean isSilenced(String value) {
        boolean ownUnsubscribe = value.startsWith(">") && value.contains("\r\nunsubscribe\r\n");
        return ownUnsubscribe || silenced.stream().anyMatch(push -> push.is(value));
    }

    /** Copies one value of RESP3, with all that is in it. */
    private static void copyValue(DataInputStream in, OutputStream out) throws IOException {
        String head = copyLine(in, out);
        int size = head.length() > 1 && head.substring(1).matches("-?\\d+") ? Integer.parseInt(head.substring(1)) : 0;
        switch (head.charAt(0)) {
            case '$', '=', '!' -> out.write(in.readNBytes(size < 0 ? 0 : size + 2));
            case '*', '>', '~' -> copyValues(in, out, size);
            case '%' -> copyValues(in, out, 2 * size);
            default -> {
                // The line was all of it
            }
        }
    }

    private static void copyValues(DataInputStream in, OutputStream out, int values) throws IOException {
        for (int i = 0; i < values; i++) {
            copyValue(in, out);
        }
    }

    private static String copyLine(DataInputStream in, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        out.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        return line.toString().strip();
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Ends with its connection. */
    private static void thread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // One of the ends has gone, and so has the other
                    }
                },
                "redis-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
