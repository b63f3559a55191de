package dev.carillon.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A network of a test's own, with nothing in it but a loopback interface, whose packets can be dropped one way. Needs root,
 * {@code ip}, {@code iptables} and {@code curl}.
 */
public final class Namespace implements AutoCloseable {
    private static final int SECONDS = 10;

    private final String name = "carillon-test-" + ProcessHandle.current().pid();

    private Namespace() {}

    public static Namespace create() {
        Namespace namespace = new Namespace();
        output("ip", "netns", "add", namespace.name);
        namespace.run("ip", "link", "set", "lo", "up");
        return namespace;
    }

    /** What comes before a command so that it runs in here. */
    public List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Runs a command in here and returns what it prints; fails when the command does. */
    public String run(String... command) {
        return output(Stream.concat(prefix().stream(), Arrays.stream(command)).toArray(String[]::new));
    }

    /** What a port answers, its status in front. */
    public String get(int port, String path) {
        return run("curl", "-s", "-m", "5", "-w", "\n%{http_code}", "http://127.0.0.1:" + port + path);
    }

    /** Drops every packet to a port. */
    public void dropTo(int port) {
        run("iptables", "-A", "INPUT", "-p", "tcp", "--dport", "" + port, "-j", "DROP");
    }

    /** Drops every packet from a port. */
    public void dropFrom(int port) {
        run("iptables", "-A", "INPUT", "-p", "tcp", "--sport", "" + port, "-j", "DROP");
    }

    /** Lets all packets pass again. */
    public void mend() {
        run("iptables", "-F", "INPUT");
    }

    @Override
    public void close() {
        output("ip", "netns", "del", name);
    }

    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
