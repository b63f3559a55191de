package dev.carillon.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The jar as its users run it: a process of its own. */
public final class CarillonProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private CarillonProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts {@code java -jar carillon.jar}.
     *
     * @param folder where it runs; its output goes to a file there
     */
    public static CarillonProcess start(Path folder, Map<String, String> environment, String... arguments) {
        return start(folder, List.of(), environment, arguments);
    }

    /** @param prefix what comes before {@code java} in the command */
    public static CarillonProcess start(
            Path folder, List<String> prefix, Map<String, String> environment, String... arguments) {
        try {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    System.getProperty("carillon.jar")));
            command.addAll(Arrays.asList(arguments));
            Path output = Files.createTempFile(folder, "output", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().remove("REDIS_URL");
            builder.environment().putAll(environment);
            return new CarillonProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed {@code text}; fails when it ends before. */
    public CarillonProcess awaitOutput(String text) {
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> {
                    if (!process.isAlive() && !output().contains(text)) {
                        throw new IllegalStateException("Ended with " + process.exitValue() + ": " + output());
                    }
                    return output().contains(text);
                });
        return this;
    }

    /** What it has printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void sendTerm() {
        process.destroy();
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        exitCode(10);
    }

    /** Keeps it from running, with its connections open. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it run on after {@link #pause()}. */
    public void resume() {
        signal("CONT");
    }

    /** Waits until it has ended, at most {@code seconds}. */
    public int exitCode(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Still runs after " + seconds + " s: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            sendTerm();
            exitCode(15);
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
