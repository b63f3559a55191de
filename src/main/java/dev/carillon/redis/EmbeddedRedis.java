package dev.carillon.redis;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis server of this process's own, on 127.0.0.1, that keeps nothing. All methods block and may be called by any thread,
 * one at a time.
 *
 * <p>It cannot outlive this process: a shell holds the other end of a pipe from here, and kills Redis when the pipe closes,
 * which the kernel sees to even if this process is killed. Both run in a session of their own where {@code setsid} is found, so
 * that Ctrl-C on the terminal reaches this process alone, which then stops Redis last.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

    /** A line on the pipe stops Redis in good order; the end of the pipe kills it. Exits as Redis did. */
    private static final String WATCHER = """
            trap '' HUP INT QUIT
            exec 3<&0
            "$@" 3<&- </dev/null &
            redis=$!
            exec 2>/dev/null
            {
                read -r line <&3 && kill -TERM "$redis" && read -r line <&3
                kill -KILL "$redis"
            } >/dev/null &
            watch=$!
            wait "$redis"
            code=$?
            kill -KILL "$watch"
            exit "$code"
            """;

    private static final byte[] STOP = "stop\n".getBytes(StandardCharsets.US_ASCII);
    private static final long MAX_START_SECONDS = 5;
    private static final long MAX_STOP_SECONDS = 2;
    private static final long MAX_KILL_SECONDS = 1;

    private final Process watcher;
    private final Path folder;
    private final RedisOutput output;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();

    private EmbeddedRedis(Process watcher, Path folder) {
        this.watcher = watcher;
        this.folder = folder;
        output = RedisOutput.of(watcher);
    }

    /**
     * Starts it and waits until it answers, five seconds at most.
     *
     * @param port of 127.0.0.1, not in use
     * @throws IOException that says in words for the user why not, with the last line that Redis printed
     */
    public static EmbeddedRedis start(int port) throws IOException {
        Path program = RedisBinary.unpack();
        Path folder = Files.createTempDirectory("carillon-redis");
        EmbeddedRedis redis = new EmbeddedRedis(
                new ProcessBuilder(command(program, port))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start(),
                folder);
        redis.awaitReady(port);
        return redis;
    }

    /** Stops it and waits until it is gone, three seconds at most; does nothing the second time. */
    @Override
    public void close() {
        closing.complete(null);
        try (OutputStream pipe = watcher.getOutputStream()) {
            pipe.write(STOP);
            pipe.flush();
            watcher.waitFor(MAX_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            LOG.debug("The embedded Redis is gone already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            watcher.waitFor(MAX_KILL_SECONDS, TimeUnit.SECONDS);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.debug("The folder of the embedded Redis stays", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The shell that holds the pipe, for tests. */
    Process watcher() {
        return watcher;
    }

    private void awaitReady(int port) throws IOException {
        try {
            CompletableFuture.anyOf(output.ready, output.ended).get(MAX_START_SECONDS, TimeUnit.SECONDS);
            if (output.ready.isDone() && RedisProbe.ask(port) == RedisProbe.Answer.REDIS) {
                output.ended.thenAccept(this::ended);
                return;
            }
        } catch (TimeoutException e) {
            LOG.debug("The embedded Redis is not ready after {} s", MAX_START_SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        throw new IOException("the embedded Redis did not start on 127.0.0.1:" + port + ", its last words: "
                + output.ended
                        .completeOnTimeout("none", MAX_KILL_SECONDS, TimeUnit.SECONDS)
                        .join());
    }

    private void ended(String lastLine) {
        if (!closing.isDone()) {
            LOG.error("The embedded Redis is gone, its last words: {}", lastLine);
        }
    }

    private static List<String> command(Path program, int port) {
        List<String> command = new ArrayList<>();
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (command.isEmpty() && Files.isExecutable(Path.of(setsid))) {
                command.add(setsid);
            }
        }
        command.addAll(List.of("/bin/sh", "-c", WATCHER, "carillon-redis", program.toString()));
        command.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port)));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
        return command;
    }
}
