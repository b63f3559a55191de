package dev.carillon.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** Sets up the process's log: the terminal, and a rolling file beside it. Called by the main thread alone. */
public final class Logging {
    private static final String OURS = "dev.carillon";

    /** Vert.x registers the same gauge for each of its handlers, which Micrometer warns of at every start. */
    static final String METERS = "io.micrometer.core.instrument.MeterRegistry";

    private Logging() {}

    /**
     * Replaces whatever logged before. When the log file cannot be written, says so in one line and logs to the terminal
     * alone.
     *
     * @param port the instance's first port, which tells its log file from those of others
     */
    public static void configure(LoggingSettings settings, int port) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Level level = Level.toLevel(settings.level().name());
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level == Level.INFO ? Level.WARN : level);
        context.getLogger(OURS).setLevel(level);
        context.getLogger(METERS).setLevel(Level.ERROR);
        root.addAppender(terminal(context, settings));
        if (!settings.directory().isEmpty()) {
            try {
                root.addAppender(LogFile.open(context, settings, port));
            } catch (IOException e) {
                context.getLogger(Logging.class).warn("{}; logging to the terminal alone", e.getMessage());
            }
        }
    }

    /** Writes out what is left and closes the file; what is logged later is lost. */
    public static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static ConsoleAppender<ILoggingEvent> terminal(LoggerContext context, LoggingSettings settings) {
        ConsoleAppender<ILoggingEvent> terminal = new ConsoleAppender<>();
        terminal.setContext(context);
        terminal.setEncoder(settings.json() ? JsonLines.encoder(context) : LineEncoder.forTerminal(context));
        terminal.start();
        return terminal;
    }
}
