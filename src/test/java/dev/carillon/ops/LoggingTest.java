package dev.carillon.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final Logger OURS = LoggerFactory.getLogger("dev.carillon.redis.RedisLink");
    private static final Logger LIBRARY = LoggerFactory.getLogger("io.netty.channel.Thing");

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void captureTheTerminal() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreTheTerminal() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new QuietLogging().configure(context);
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void shouldWriteALineForPeople() {
        Logging.configure(settings(LoggingSettings.Level.INFO, "", false), 9001);
        OURS.info("up at {} ü", "redis://x");
        assertThat(terminal())
                .singleElement()
                .asString()
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  RedisLink           up at redis://x ü");
    }

    @Test
    void shouldWriteEveryTimeAtTheSameWidth() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName("dev.carillon.X");
        event.setLevel(Level.WARN);
        event.setMessage("x");
        event.setInstant(ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 6_999_999, ZoneId.systemDefault())
                .toInstant());
        assertThat(new String(LineEncoder.forTerminal(context).encode(event), StandardCharsets.UTF_8))
                .isEqualTo("03:04:05.006 WARN  X                   x" + System.lineSeparator());
        assertThat(new String(LineEncoder.forFile(context).encode(event), StandardCharsets.UTF_8))
                .startsWith("2026-01-02T03:04:05.006");
    }

    @Test
    void shouldKeepAWordFromANameThatIsTooLong() {
        Logging.configure(settings(LoggingSettings.Level.INFO, "", false), 9001);
        LoggerFactory.getLogger("dev.carillon.AVeryLongNameForAClass").warn("x");
        assertThat(terminal()).singleElement().asString().endsWith(" WARN  AVeryLongNameForAClass x");
    }

    @Test
    void shouldPutAStackTraceBelowItsLine() {
        Logging.configure(settings(LoggingSettings.Level.INFO, "", false), 9001);
        OURS.error("bug", new IllegalStateException("why", new IOException("cause")));
        OURS.info("next");
        assertThat(terminal()).element(1).asString().isEqualTo("java.lang.IllegalStateException: why");
        assertThat(terminal()).anyMatch(line -> line.startsWith("Caused by: java.io.IOException: cause"));
        assertThat(terminal()).noneMatch(String::isBlank);
        assertThat(terminal().get(terminal().size() - 1)).endsWith("next");
    }

    @Test
    void shouldKeepLibrariesDownToWarnings() {
        Logging.configure(settings(LoggingSettings.Level.INFO, "", false), 9001);
        LIBRARY.info("chatter");
        LIBRARY.warn("trouble");
        OURS.debug("detail");
        assertThat(terminal()).singleElement().asString().contains("Thing", "trouble");
    }

    @Test
    void shouldLetEverybodyTalkAtDebug() {
        Logging.configure(settings(LoggingSettings.Level.DEBUG, "", false), 9001);
        LIBRARY.debug("chatter");
        OURS.debug("detail");
        OURS.trace("more");
        assertThat(terminal()).hasSize(2);
    }

    @Test
    void shouldLogErrorsAloneWhenAskedTo() {
        Logging.configure(settings(LoggingSettings.Level.ERROR, "", false), 9001);
        LIBRARY.warn("x");
        OURS.warn("x");
        OURS.error("y");
        assertThat(terminal()).hasSize(1);
    }

    @Test
    void shouldWriteAFileForEachPort() throws IOException {
        Path logs = folder.resolve("a/logs");
        Logging.configure(settings(LoggingSettings.Level.INFO, logs.toString(), false), 9007);
        OURS.info("up ü");
        Logging.stop();
        assertThat(Files.readAllLines(logs.resolve("carillon-9007.log")))
                .singleElement()
                .asString()
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) INFO  RedisLink           "
                                + "\\[main] up ü");
    }

    @Test
    void shouldRollFilesAndKeepTheYoungest() throws IOException {
        Logging.configure(settings(LoggingSettings.Level.INFO, folder.toString(), false), 9001);
        Path oldest = folder.resolve("carillon-9001.2.log");
        List<String> oldestLines = new ArrayList<>();
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            OURS.info("x".repeat(1024));
            if (Files.exists(oldest)) {
                oldestLines.add(Files.readAllLines(oldest).get(0).substring(0, 23));
            }
            return oldestLines.stream().distinct().count() == 3;
        });
        assertThat(oldestLines).isSorted();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("carillon-9001.log", "carillon-9001.1.log", "carillon-9001.2.log");
        }
    }

    @Test
    void shouldWriteLeanJsonWhenAskedTo() throws IOException {
        Logging.configure(settings(LoggingSettings.Level.INFO, folder.toString(), true), 9001);
        OURS.info("up \"{}\"", "ü");
        OURS.warn("bug", new IllegalStateException("why"));
        Logging.stop();
        JsonObject plain = new JsonObject(terminal().get(0));
        assertThat(plain.fieldNames())
                .containsExactlyInAnyOrder("timestamp", "level", "threadName", "loggerName", "formattedMessage");
        assertThat(plain.getString("formattedMessage")).isEqualTo("up \"ü\"");
        assertThat(new JsonObject(terminal().get(1)).getJsonObject("throwable").getString("message"))
                .isEqualTo("why");
        assertThat(Files.readAllLines(folder.resolve("carillon-9001.log"))).isEqualTo(terminal());
    }

    @Test
    void shouldGoOnWithTheTerminalWhenTheFileCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Logging.configure(settings(LoggingSettings.Level.INFO, file.toString(), false), 9001);
        OURS.info("up");
        assertThat(terminal()).hasSize(2);
        assertThat(terminal().get(0))
                .contains(" WARN  Logging ", "Cannot write " + file + "/carillon-9001.log", "is no folder");
        assertThat(terminal().get(1)).endsWith("up");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldBeQuietUntilConfigured() {
        new QuietLogging().configure((LoggerContext) LoggerFactory.getILoggerFactory());
        OURS.info("chatter");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        LIBRARY.warn("trouble");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("trouble");
        assertThat(terminal()).isEmpty();
        assertThat(ServiceLoader.load(Configurator.class))
                .hasOnlyElementsOfType(QuietLogging.class)
                .hasSize(1);
    }

    private List<String> terminal() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static LoggingSettings settings(LoggingSettings.Level level, String directory, boolean json) {
        return new LoggingSettings(level, directory, 1024, 2, json);
    }
}
