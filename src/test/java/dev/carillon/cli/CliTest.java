package dev.carillon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.StartException;
import dev.carillon.config.Config;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Config> started = new ArrayList<>();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "serve --version", "config -V"})
    void shouldPrintItsVersionAndWhatItRunsOn(String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .first()
                .asString()
                .matches("carillon (development|\\d+\\.\\d+\\.\\d+)");
        assertThat(out.toString())
                .contains("Java " + System.getProperty("java.version"), System.getProperty("os.name"));
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--help, [-c=FILE] [COMMAND]",
        "-h, [-c=FILE] [COMMAND]",
        "serve --help, carillon.jar serve",
        "config -h, carillon.jar config",
        "publish -h, CHANNEL TEXT",
        "send -h, USER TEXT"
    })
    void shouldPrintHelp(String arguments, String usage) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString())
                .startsWith("Usage: java -jar carillon.jar")
                .contains(usage, "--conf=FILE", "Exit codes:", "CARILLON_SERVER_PORT");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot          | no such option: --prot                     | java -jar carillon.jar --help",
                "serve --prot    | no such option: --prot                     | java -jar carillon.jar serve --help",
                "sevre           | no such command: sevre; did you mean serve? | java -jar carillon.jar --help",
                "config more     | unexpected argument: more                  | java -jar carillon.jar config --help",
                "serve -c        | missing required parameter for option '--conf' (FILE) | java -jar carillon.jar serve --help",
                "-c a -c b       | option '--conf' (FILE) should be specified only once | java -jar carillon.jar --help",
                "-c a serve -c b | option '--conf' (FILE) should be specified only once | java -jar carillon.jar --help",
            })
    void shouldExplainAUsageMistakeInTwoLines(String arguments, String why, String more) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("carillon: " + why, "Try: " + more);
        assertThat(out.toString()).isEmpty();
        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve"})
    void shouldServeTheDefaults(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(1);
        assertThat(started)
                .singleElement()
                .satisfies(config -> assertThat(config.server().port()).isEqualTo(9001));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-c FILE", "--conf FILE", "--conf=FILE", "serve -c FILE", "serve --conf=FILE", "-c FILE serve"})
    void shouldServeWhatTheFileSays(String arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"server\": {\"port\": 9100}}");
        assertThat(run(arguments.replace("FILE", file.toString()).split(" "))).isEqualTo(1);
        assertThat(started)
                .singleElement()
                .satisfies(config -> assertThat(config.server().port()).isEqualTo(9100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "config"})
    void shouldListEveryProblemOfTheConfiguration(String arguments) {
        Map<String, String> environment = Map.of("PORT", "x", "REDIS_URL", "hunter2");
        assertThat(run(environment, arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(3).first().isEqualTo("carillon: the configuration has 2 problems");
        assertThat(err.toString()).contains("\n  PORT = \"x\"", "\n  REDIS_URL = \"****\"");
        assertThat(out.toString()).isEmpty();
        assertThat(started).isEmpty();
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        assertThat(run("-c", folder.resolve("gone.json").toString())).isEqualTo(2);
        assertThat(err.toString()).contains(folder.resolve("gone.json") + ": no such file");
    }

    @Test
    void shouldPrintTheConfigurationAndWhereItCameFrom() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"server\": {\"ports\": 2}}");
        Map<String, String> environment = Map.of("REDIS_URL", "redis://bob:hunter2@host");
        assertThat(run(environment, "config", "-c", file.toString())).isZero();
        assertThat(out.toString())
                .containsPattern("(?m)^server\\.port += 9001 +# default$")
                .containsPattern("(?m)^server\\.ports += 2 +# file \\Q" + file + "\\E$")
                .containsPattern("(?m)^redis\\.url += \"redis://bob:\\*{4}@host\" +# environment REDIS_URL$")
                .doesNotContain("hunter2");
        assertThat(err.toString()).isEmpty();
        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve"})
    void shouldSayInOneLineWhyItCouldNotStart(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualTo("carillon: port 9001 is in use" + System.lineSeparator());
    }

    @Test
    void shouldShowABugWithItsStackTrace() {
        Launcher launcher = config -> Future.failedFuture(new IllegalArgumentException("bug"));
        assertThat(cli(Map.of(), launcher).run()).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("carillon: failed unexpectedly")
                .contains("Caused by: java.lang.IllegalArgumentException: bug");
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return cli(environment, config -> {
                    started.add(config);
                    return Future.failedFuture(new StartException("port 9001 is in use"));
                })
                .run(arguments);
    }

    private Cli cli(Map<String, String> environment, Launcher launcher) {
        return new Cli(environment, new PrintWriter(out, true), new PrintWriter(err, true), launcher);
    }
}
