package dev.carillon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.StartException;
import dev.carillon.cli.Launcher.Running;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** SIGTERM and exit codes, which need a process of their own. (ProcessHandle's destroy leaves its output open.) */
class ServingTest {
    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void endTheProcess() {
        process.destroyForcibly();
    }

    @Test
    void shouldStopWhatRunsAndExitWithZeroWhenToldTo() throws Exception {
        BufferedReader output = start("run");
        assertThat(output.readLine()).endsWith("running");
        process.toHandle().destroy();
        assertThat(output.readLine()).endsWith("stopped");
        assertThat(output.readLine()).isNull();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void shouldStopWhatIsStillStarting() throws Exception {
        BufferedReader output = start("dawdle");
        assertThat(output.readLine()).endsWith("starting");
        process.toHandle().destroy();
        assertThat(output.readLine()).isEqualTo("told to stop");
        process.getOutputStream().close();
        assertThat(output.readLine()).endsWith("stopped");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void shouldExitWithZeroWhenStoppingFails() throws Exception {
        BufferedReader output = start("stumble");
        assertThat(output.readLine()).endsWith("running");
        process.toHandle().destroy();
        assertThat(output.readLine()).contains("WARN", "Not stopped in good order");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void shouldExitWithOneWhenItCouldNotStart() throws Exception {
        BufferedReader output = start("fail");
        assertThat(output.readLine()).isEqualTo("carillon: port 9001 is in use");
        assertThat(output.readLine()).isNull();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
    }

    private BufferedReader start(String what) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        what)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return process.inputReader();
    }

    /** A main class like Carillon's, but for what it starts. */
    static final class Program {
        public static void main(String[] args) {
            PrintWriter out = new PrintWriter(System.out, true);
            Launcher launcher = config -> switch (args[0]) {
                case "fail" -> Future.failedFuture(new StartException("port 9001 is in use"));
                case "dawdle" -> dawdle();
                default -> {
                    LoggerFactory.getLogger(Program.class).info("running");
                    yield Future.succeededFuture(() -> stop(args[0]));
                }
            };
            System.exit(new Cli(Map.of(), out, out, launcher).run());
        }

        /** Starts when the input ends. */
        private static Future<Running> dawdle() {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("told to stop")));
            LoggerFactory.getLogger(Program.class).info("starting");
            try {
                System.in.readAllBytes();
            } catch (IOException e) {
                return Future.failedFuture(e);
            }
            return Future.succeededFuture(() -> stop("dawdle"));
        }

        private static Future<Void> stop(String what) {
            if (what.equals("stumble")) {
                return Future.failedFuture("stumbled");
            }
            LoggerFactory.getLogger(Program.class).info("stopped");
            return Future.succeededFuture();
        }
    }
}
