package dev.carillon.redis;

import dev.carillon.testing.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Redis server of a test's own, to be stopped, killed, paused and started again on the same port. */
public final class RedisServer implements AutoCloseable {
    private final int port;
    private final Path folder;
    private final Namespace network;
    private Process process;

    private RedisServer(int port, Path folder, Namespace network) {
        this.port = port;
        this.folder = folder;
        this.network = network;
    }

    /** One that keeps nothing. */
    public static RedisServer start() {
        return start(null);
    }

    /** @param folder where its append-only file is kept, so that a restart loses nothing; null: it keeps nothing */
    public static RedisServer start(Path folder) {
        RedisServer server = new RedisServer(freePort(), folder, null);
        server.startAgain();
        return server;
    }

    /** One that keeps nothing, in a network of its own. */
    public static RedisServer start(Namespace network, int port) {
        RedisServer server = new RedisServer(port, null, network);
        server.startAgain();
        return server;
    }

    /** A port that nobody listened on a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it after a stop, and waits until it answers. */
    public void startAgain() {
        try {
            List<String> command = new ArrayList<>(network == null ? List.of() : network.prefix());
            command.addAll(
                    List.of(RedisBinary.unpack().toString(), "--port", "" + port, "--bind", "127.0.0.1", "--save", ""));
            command.addAll(
                    folder == null
                            ? List.of("--appendonly", "no")
                            : List.of("--appendonly", "yes", "--appendfsync", "always", "--dir", folder.toString()));
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Awaitility.await()
                    .pollDelay(0, TimeUnit.MILLISECONDS)
                    .pollInterval(10, TimeUnit.MILLISECONDS)
                    .until(this::answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it in good order. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Keeps it from running, with its connections open. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it run on after {@link #pause()}. */
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private boolean answers() {
        if (network == null) {
            return RedisProbe.ask(port) == RedisProbe.Answer.REDIS;
        }
        return network.run("ss", "-Hltn", "sport", "=", ":" + port).contains("LISTEN");
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
