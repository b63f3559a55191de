package dev.carillon.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The rolling log file: {@code carillon-9001.log} is being written, {@code carillon-9001.1.log} is the youngest of those
 * that are full.
 */
final class LogFile {
    /** How often the size is looked at: a file may grow past its bound by what is logged within this time. */
    private static final long SIZE_CHECK_MS = 100;

    private LogFile() {}

    /**
     * Opens the file, making its folder when that is missing.
     *
     * @throws IOException that says in one line which file cannot be written and why
     */
    static RollingFileAppender<ILoggingEvent> open(Context context, LoggingSettings settings, int port)
            throws IOException {
        Path file = Path.of(settings.directory(), "carillon-" + port + ".log");
        tryToWrite(file);
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(settings.json() ? JsonLines.encoder(context) : LineEncoder.forFile(context));
        appender.setTriggeringPolicy(whenFull(context, settings.maxFileBytes()));

        FixedWindowRollingPolicy numbered = new Numbered(settings.maxFiles());
        numbered.setContext(context);
        numbered.setParent(appender);
        numbered.setFileNamePattern(
                Path.of(settings.directory(), "carillon-" + port + ".%i.log").toString());
        numbered.start();
        appender.setRollingPolicy(numbered);
        appender.start();
        return appender;
    }

    private static void tryToWrite(Path file) throws IOException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new IOException("Cannot write " + file + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is no folder";
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : e.getMessage();
    }

    private static SizeBasedTriggeringPolicy<ILoggingEvent> whenFull(Context context, long maxBytes) {
        SizeBasedTriggeringPolicy<ILoggingEvent> policy = new SizeBasedTriggeringPolicy<>();
        policy.setContext(context);
        policy.setMaxFileSize(new FileSize(maxBytes));
        policy.setCheckIncrement(Duration.buildByMilliseconds(SIZE_CHECK_MS));
        policy.start();
        return policy;
    }

    /** Keeps as many full files as the setting asks for, where the library would stop at 20. */
    private static final class Numbered extends FixedWindowRollingPolicy {
        private final int files;

        Numbered(int files) {
            this.files = files;
            setMaxIndex(files);
        }

        @Override
        protected int getMaxWindowSize() {
            return files;
        }
    }
}
