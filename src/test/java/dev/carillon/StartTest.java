package dev.carillon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.FreePorts;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** How long an instance waits for Redis, and for its own bridge, before it says that it has started. */
@ExtendWith(RedisExtension.class)
final class StartTest {
    @RegisterExtension
    final Instances instances = new Instances();

    @Test
    void shouldBeReadyOnceItHasStarted() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.pause();
            int management = FreePorts.row(1);
            CompletableFuture<Instance> started = CompletableFuture.supplyAsync(() -> instances.start(
                    "redis.url", redis.url(), "redis.connectTimeout", "10m", "management.port", "" + management));
            await().ignoreExceptions()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Instances.get(management, "/ready").statusCode() == 503);
            assertThat(started).isNotDone();
            redis.resume();
            started.get(10, TimeUnit.SECONDS);
            assertThat(Instances.get(management, "/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldStartInTheEndAlthoughRedisIsSilent() {
        try (RedisServer redis = RedisServer.start()) {
            redis.pause();
            Instance instance = instances.start("redis.url", redis.url(), "redis.connectTimeout", "10m");
            assertThat(Instances.get(instance.managementPort(), "/ready").statusCode())
                    .isEqualTo(503);
            redis.resume();
            await().until(() ->
                    Instances.get(instance.managementPort(), "/ready").statusCode() == 200);
        }
    }

    @Test
    void shouldStartAlthoughTheBridgeAnswersLate() {
        Logger links = (Logger) LoggerFactory.getLogger("dev.carillon.redis.RedisLink");
        Level level = links.getLevel();
        SlowTerminal terminal = new SlowTerminal();
        terminal.start();
        links.setLevel(Level.WARN);
        links.addAppender(terminal);
        try {
            // The bridge says that nobody is there, and is held up while it does
            Instance instance = instances.start("redis.url", "redis://127.0.0.1:" + FreePorts.row(1));
            assertThat(terminal.lines).isPositive();
            assertThat(Instances.get(instance.managementPort(), "/ready").statusCode())
                    .isEqualTo(503);
        } finally {
            links.detachAppender(terminal);
            links.setLevel(level);
        }
    }

    /** Holds up whoever prints the first line for longer than the bridge may take to answer. */
    private static final class SlowTerminal extends AppenderBase<ILoggingEvent> {
        private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(4500);

        private volatile int lines;

        @Override
        protected void append(ILoggingEvent event) {
            if (lines++ == 0) {
                long end = System.nanoTime() + PAUSE_NS;
                while (System.nanoTime() - end < 0) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
            }
        }
    }
}
