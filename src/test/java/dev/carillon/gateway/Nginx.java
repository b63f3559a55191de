package dev.carillon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real nginx on a copy of the files in nginx/. Replaced in them are ports that are listened on, ports of the instances and the
 * folders of logs, process id and certificates; a test may {@link #replace} more.
 */
public final class Nginx implements AutoCloseable {
    private static final String BINARY = "/usr/sbin/nginx";
    private static final Path FILES = Path.of("nginx");
    private static final List<Integer> LISTENS = List.of(80, 443, 8000, 8081, 8085, 8765);
    private static final Pattern LISTEN = Pattern.compile("(listen\\s+(?:127\\.0\\.0\\.1:)?)(\\d+)");
    private static final Pattern INSTANCE = Pattern.compile("127\\.0\\.0\\.1:90(\\d\\d)");

    private final Path folder;
    private final Map<Integer, Integer> ports = new LinkedHashMap<>();
    private Process process;

    private Nginx(Path folder) {
        this.folder = folder;
    }

    /** @param instances the twelve ports in the place of 9001 to 9012 */
    public static Nginx prepare(Path parent, List<Integer> instances) {
        Nginx nginx = new Nginx(parent.resolve("nginx"));
        LISTENS.forEach(port -> nginx.ports.put(port, RedisServer.freePort()));
        nginx.copy(instances);
        return nginx;
    }

    /** The port that is listened on in the place of {@code original}. */
    public int port(int original) {
        return ports.get(original);
    }

    /** Where certificates are looked for. */
    Path certificates() {
        return folder.resolve("tls");
    }

    /** Replaces a text, which has to be in a file exactly once. */
    Nginx replace(String file, String text, String replacement) {
        Path path = folder.resolve(file);
        String content = read(path);
        assertThat(content).containsOnlyOnce(text);
        write(path, content.replace(text, replacement));
        return this;
    }

    /** What {@code nginx -t} says; fails when it objects. */
    String check() {
        try {
            Process check =
                    new ProcessBuilder(command("-t")).redirectErrorStream(true).start();
            String said = new String(check.getInputStream().readAllBytes());
            assertThat(check.waitFor()).as(said).isZero();
            return said;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it, and waits until it listens. */
    public Nginx start() {
        check();
        try {
            process = new ProcessBuilder(command("-g", "daemon off;"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("logs/output.txt").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(this::listens);
        return this;
    }

    /** Has it read its files again, and waits until its workers, which may have no connections, have been replaced. */
    void reload() {
        List<Long> before = workers();
        hup();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> {
            List<Long> now = workers();
            return !now.isEmpty() && now.stream().noneMatch(before::contains);
        });
    }

    /** Has it read its files again; workers that have connections stay with these. */
    public void hup() {
        try {
            new ProcessBuilder("kill", "-HUP", "" + process.pid()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The access log so far. */
    List<LogLine> log() {
        return read(folder.resolve("logs/websocket_access.log"))
                .lines()
                .map(LogLine::parse)
                .toList();
    }

    /** The error log so far. */
    String errors() {
        return read(folder.resolve("logs/error.log"));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            try {
                assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<Long> workers() {
        return process.children().map(ProcessHandle::pid).toList();
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException(errors());
        }
        try (Socket socket = new Socket("127.0.0.1", port(80))) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(
                BINARY,
                "-p",
                folder + "/",
                "-c",
                folder.resolve("nginx.conf").toString(),
                "-e",
                folder.resolve("logs/error.log").toString()));
        command.addAll(List.of(more));
        return command;
    }

    private void copy(List<Integer> instances) {
        try (Stream<Path> files = Files.walk(FILES)) {
            for (String name : List.of("carillon/machine", "logs", "tls")) {
                Files.createDirectories(folder.resolve(name));
            }
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                write(folder.resolve(FILES.relativize(file)), moved(read(file), instances));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String moved(String file, List<Integer> instances) {
        String listening =
                LISTEN.matcher(file).replaceAll(match -> match.group(1) + ports.get(Integer.parseInt(match.group(2))));
        return INSTANCE.matcher(listening)
                .replaceAll(match -> "127.0.0.1:" + instances.get(Integer.parseInt(match.group(1)) - 1))
                .replace("/var/log/nginx", folder.resolve("logs").toString())
                .replace("/run/nginx.pid", folder.resolve("nginx.pid").toString())
                .replace("/etc/nginx/tls", certificates().toString());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the access log, in the form that log.conf gives it. */
    record LogLine(String address, String request, int status, String upstream) {
        private static final Pattern FORM = Pattern.compile("(?<address>[0-9.]+)"
                + " \\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d]"
                + " \"(?<request>[^\"]*)\" (?<status>\\d{3}) bytes=\\d+ time=\\d+\\.\\d{3}"
                + " upstream=(?<upstream>-|[0-9.:]+(, [0-9.:]+)*) upstream_time=[-0-9., ]+"
                + " upgrade=\"[^\"]*\" agent=\"[^\"]*\"");

        static LogLine parse(String line) {
            Matcher matcher = FORM.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            return new LogLine(
                    matcher.group("address"),
                    matcher.group("request"),
                    Integer.parseInt(matcher.group("status")),
                    matcher.group("upstream"));
        }

        /** The port of the instance that answered in the end. */
        int port() {
            return Integer.parseInt(upstream.substring(upstream.lastIndexOf(':') + 1));
        }
    }
}
