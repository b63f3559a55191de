package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.Ledger;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A client that does not read, among others that do. */
@ExtendWith(RedisExtension.class)
final class SlowClientTest {
    private static final int TEXT_BYTES = 8192;
    private static final int ROUND = 50;
    private static final int MOST_ROUNDS = 100;
    private static final int MAX_PENDING = 256 * 1024;

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LongAdder read = new LongAdder();
    private final List<Future<?>> readers = new ArrayList<>();
    private int published;

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldDisconnectAClientThatDoesNotReadAmongTwoHundredThatDo() throws Exception {
        Instance instance = start("disconnect", "20s");
        WsClient stalled = clients.openWithSmallBuffer(instance, "/chat");
        startReaders(200, instance);
        publishUntilSomeAreDropped(instance);
        publish(ROUND);

        // What went out before is followed by the close frame
        WsClient.Frame frame = stalled.read();
        int received = 0;
        while (frame.opcode() == WsClient.TEXT) {
            assertThat(frame.text()).isEqualTo(text(received++));
            frame = stalled.read();
        }
        assertThat(frame.opcode()).isEqualTo(WsClient.CLOSE);
        assertThat(frame.closeCode()).isEqualTo(1013);
        assertThat(received).isBetween(1, published - 1);
        stalled.sendClose(1013, "");
        assertThat(stalled.awaitEnd()).isTrue();

        finishReaders();
        await().until(() -> closedAsSlow(instance) == 1);
        assertThat(Instances.metric(instance, "carillon_sessions_open", "endpoint", "chat"))
                .isEqualTo(200);
        Ledger.isBalanced(Instances.port(instance));
    }

    @Test
    void shouldCutAClientThatDoesNotEvenReadTheCloseFrame() throws Exception {
        Instance instance = start("disconnect", "200ms");
        clients.openWithSmallBuffer(instance, "/chat");
        startReaders(5, instance);
        publishUntilSomeAreDropped(instance);
        await().until(() -> closedAsSlow(instance) == 1);
        publish(ROUND);
        finishReaders();
        assertThat(Instances.metric(instance, "carillon_sessions_open", "endpoint", "chat"))
                .isEqualTo(5);
    }

    @Test
    void shouldCutAClientThatSendsACloseFrameAndDoesNotReadItsAnswer() throws Exception {
        Instance instance = instances.start("socket.maxPendingBytes", "100000000", "socket.closeTimeout", "200ms");
        WsClient silent = clients.openWithSmallBuffer(instance, "/chat");
        startReaders(1, instance);
        for (int i = 0; i < MOST_ROUNDS; i++) {
            publish(ROUND);
        }
        finishReaders();
        silent.sendClose(1000, "");
        await().until(() -> Instances.metric(instance, "carillon_sessions_open", "endpoint", "chat") == 1);
    }

    @Test
    void shouldDropTheOldestBroadcastsOfAClientThatDoesNotReadAmongOthersThatDo() throws Exception {
        Instance instance = start("drop-oldest", "5s");
        WsClient stalled = clients.openWithSmallBuffer(instance, "/chat");
        startReaders(50, instance);
        publishUntilSomeAreDropped(instance);
        publish(ROUND);
        finishReaders();

        int received = 0;
        int number = -1;
        while (number < published - 1) {
            int next = numberOf(stalled.readText());
            assertThat(next).isGreaterThan(number);
            number = next;
            received++;
        }
        assertThat(received + dropped(instance)).isEqualTo(published);
        assertThat(closedAsSlow(instance)).isZero();

        Ledger.isBalanced(Instances.port(instance));
        assertThat(Ledger.dropped(Ledger.channel(Instances.port(instance), "chat")))
                .isEqualTo((long) dropped(instance));

        // It is a session like any other again
        assertThat(stalled.readText()).isEqualTo("the end");
        publish(1);
        assertThat(numberOf(stalled.readText())).isEqualTo(published - 1);
    }

    @Test
    void shouldHoldNoMoreForAClientThatDoesNotReadThanAllowed() throws Exception {
        Instance instance = start("drop-oldest", "5s");
        WsClient stalled = clients.openWithSmallBuffer(instance, "/chat");
        startReaders(3, instance);
        publishUntilSomeAreDropped(instance);
        double droppedFirst = dropped(instance);
        int publishedFirst = published;
        for (int i = 0; i < 40; i++) {
            publish(ROUND);
        }
        finishReaders();
        // It is full: of what comes now as much is dropped, but for one turn's worth that the bound leaves room for
        assertThat(published - publishedFirst - (dropped(instance) - droppedFirst))
                .isBetween(-2.0 * MAX_PENDING / TEXT_BYTES, 2.0 * MAX_PENDING / TEXT_BYTES);

        long received = 0;
        while (numberOf(stalled.readText()) < published - 1) {
            received++;
        }
        // What the kernel and Netty hold is not ours to bound; 16 MB were published since
        assertThat(received * TEXT_BYTES).isLessThan(8_000_000);
        Ledger.isBalanced(Instances.port(instance));
    }

    @Test
    void shouldDropRatherThanDisconnectHoweverLittleMayWait() throws Exception {
        Instance instance = instances.start("chat.slowClients", "drop-oldest", "socket.maxPendingBytes", "1024");
        WsClient stalled = clients.openWithSmallBuffer(instance, "/chat");
        startReaders(1, instance);
        publishUntilSomeAreDropped(instance);
        publish(ROUND);
        finishReaders();
        int received = 0;
        // The connection itself holds more than may wait, so that even the last was dropped
        double droppedAtFirst = dropped(instance);
        while (received + droppedAtFirst < published + 1) {
            assertThat(numberOf(stalled.readText())).isGreaterThanOrEqualTo(received++);
        }
        publish(1);
        assertThat(numberOf(stalled.readText())).isEqualTo(published - 1);
        assertThat(closedAsSlow(instance)).isZero();
    }

    @Test
    void shouldNeverDropAnswers() throws Exception {
        // A session whose events are dropped gets each of its own answers all the same
        Instance instance = instances.start(
                "sessions.slowClients",
                "drop-oldest",
                "socket.maxPendingBytes",
                "" + MAX_PENDING,
                "server.verticlesPerPort",
                "1");
        WsClient stalled = clients.openWithSmallBuffer(instance, "/ws");
        String greeting = stalled.readText();
        assertThat(greeting).startsWith("{\"type\":\"session\"");
        int answers = 0;
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            while (dropped(instance) < 100) {
                assertThat(answers).isLessThan(MOST_ROUNDS);
                for (int i = 0; i < ROUND; i++) {
                    redis.send("PUBLISH", "server-event", text(published++));
                }
                for (int i = 0; i < ROUND; i++) {
                    redis.receive();
                }
                stalled.sendText("answer me");
                double expected = ++answers;
                await().until(() -> Instances.metric(instance, "carillon_messages_received_total") == expected);
            }
            redis.call("PUBLISH", "server-event", text(published++));
        }
        int answered = 0;
        int told = 0;
        int number = -1;
        while (number < published - 1 || answered < answers) {
            String text = stalled.readText();
            if (text.startsWith("{\"type\":\"gap\"")) {
                told++;
            } else if (text.startsWith("{")) {
                assertThat(text).endsWith("\"messageCount\":" + ++answered + "}");
            } else {
                assertThat(numberOf(text)).isGreaterThan(number);
                number = numberOf(text);
            }
        }
        assertThat(told).isPositive();
    }

    @Test
    void shouldSayItOnceAMinuteAtMost() {
        Logger logger = (Logger) LoggerFactory.getLogger(SlowClientLog.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        try {
            long second = Duration.ofSeconds(1).toNanos();
            long start = Long.MAX_VALUE - 30 * second;
            SlowClientLog log = new SlowClientLog(1000);
            log.report(start);
            assertThat(lines.list).isEmpty();
            for (int i = 0; i <= 130; i++) {
                log.dropped(2);
                if (i == 70) {
                    log.disconnected();
                }
                log.report(start + i * second);
            }
            // Nothing happens any more: what was not said yet is said once
            for (int i = 131; i < 400; i++) {
                log.report(start + i * second);
            }
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(line(0, 2), line(0, 120), line(1, 120), line(0, 20));
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
        }
    }

    private static String line(int closed, int dropped) {
        return "Slow clients: " + closed + " sessions closed and " + dropped
                + " messages dropped because more than 1000 bytes waited";
    }

    private Instance start(String slowClients, String closeTimeout) {
        return instances.start(
                "chat.slowClients",
                slowClients,
                "socket.maxPendingBytes",
                "" + MAX_PENDING,
                "socket.closeTimeout",
                closeTimeout);
    }

    private void startReaders(int number, Instance instance) {
        for (WsClient client : clients.open(number, instance, "/chat")) {
            readers.add(threads.submit(() -> {
                String text = client.readText();
                for (int i = 0; !text.equals("the end"); i++) {
                    assertThat(text).isEqualTo(text(i));
                    read.increment();
                    text = client.readText();
                }
            }));
        }
    }

    private void finishReaders() throws Exception {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("PUBLISH", "chat", "the end");
        }
        for (Future<?> reader : readers) {
            reader.get(10, TimeUnit.SECONDS);
        }
        assertThat(read.sum()).isEqualTo((long) readers.size() * published);
    }

    private void publishUntilSomeAreDropped(Instance instance) {
        while (dropped(instance) == 0) {
            assertThat(published).isLessThan(ROUND * MOST_ROUNDS);
            publish(ROUND);
        }
    }

    /** Publishes, and waits until all that read have read it. */
    private void publish(int number) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            for (int i = 0; i < number; i++) {
                redis.send("PUBLISH", "chat", text(published + i));
            }
            for (int i = 0; i < number; i++) {
                redis.receive();
            }
        }
        published += number;
        long all = (long) readers.size() * published;
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> read.sum() == all || readers.stream().anyMatch(Future::isDone));
    }

    private static String text(int number) {
        return number + " " + "x".repeat(TEXT_BYTES);
    }

    private static int numberOf(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    private static double dropped(Instance instance) {
        return Instances.metric(instance, "carillon_messages_dropped_total", "reason", "slow");
    }

    private static double closedAsSlow(Instance instance) {
        return Instances.metric(instance, "carillon_sessions_closed_total", "reason", "slow");
    }
}
