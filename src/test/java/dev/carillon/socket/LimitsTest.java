package dev.carillon.socket;

import static dev.carillon.testing.Texts.frames;
import static dev.carillon.testing.Texts.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.redis.RedisServer;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large a message may be, and how many of a session may await their answer. */
@ExtendWith(RedisExtension.class)
final class LimitsTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldTakeAMessageOfTheLargestSize() {
        Instance instance = instances.start("socket.maxMessageBytes", "1000");
        WsClient client = clients.open(instance, "/echo");
        assertThat(client.sendText("x".repeat(1000)).readText()).hasSize(1000);
        client.send(WsClient.frame(WsClient.TEXT, false, 0, new byte[600]));
        client.send(WsClient.frame(WsClient.CONTINUATION, true, 0, new byte[400]));
        assertThat(client.read().payload()).hasSize(1000);
        client.sendBinary(new byte[1000]);
        assertThat(client.read().payload()).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/chat", "/echo"})
    void shouldCloseOnAFrameThatIsTooLarge(String path) {
        Instance instance = instances.start("socket.maxMessageBytes", "1000");
        WsClient client = clients.open(instance, path);
        client.sendText("x".repeat(1001));
        assertTooBig(instance, client);
    }

    @Test
    void shouldCloseOnAFrameThatOnlySaysItIsTooLarge() {
        Instance instance = instances.start();
        WsClient client = clients.open(instance, "/ws");
        // A gigabyte is announced; not a byte of it follows
        client.send(new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4});
        assertTooBig(instance, client);
    }

    @Test
    void shouldCloseOnFragmentsThatAreTooLargeTogether() {
        Instance instance = instances.start("socket.maxMessageBytes", "1000");
        WsClient client = clients.open(instance, "/echo");
        client.send(WsClient.frame(WsClient.BINARY, false, 0, new byte[600]));
        client.send(WsClient.frame(WsClient.CONTINUATION, false, 0, new byte[400]));
        // It does not wait for the last
        client.send(WsClient.frame(WsClient.CONTINUATION, false, 0, new byte[1]));
        assertTooBig(instance, client);
    }

    @Test
    void shouldAnswerWhatCameBeforeAMessageThatIsTooLarge() {
        Instance instance = instances.start("socket.maxMessageBytes", "1000");
        WsClient client = clients.open(instance, "/echo");
        client.sendText("before").sendText("x".repeat(1001));
        assertThat(client.readText()).isEqualTo("before");
        assertTooBig(instance, client);
    }

    @Test
    void shouldBearOtherSessionsNoGrudge() {
        Instance instance = instances.start("socket.maxMessageBytes", "1000");
        WsClient other = clients.open(instance, "/ws");
        other.readText();
        WsClient client = clients.open(instance, "/ws");
        client.sendText("x".repeat(1001));
        assertTooBig(instance, client);
        assertThat(other.sendText("fine").readText()).isEqualTo(response(1));
    }

    @Test
    void shouldAnswerEverythingHoweverFewMayAwaitTheirAnswer() {
        WsClient client = clients.open(instances.start("socket.maxUnanswered", "3"), "/ws");
        client.readText();
        client.send(frames(3000, i -> "message " + i));
        for (int i = 1; i <= 3000; i++) {
            assertThat(client.readText()).isEqualTo(response(i));
        }
    }

    @Test
    void shouldThrottleASenderThatFloods() throws Exception {
        int flood = 5000;
        int mostWaiting = 16;
        String text = "x".repeat(2000);
        try (RedisServer redis = RedisServer.start()) {
            Instance instance = instances.start(
                    "redis.url",
                    redis.url(),
                    "redis.commandTimeout",
                    "30s",
                    "socket.maxUnanswered",
                    "" + mostWaiting,
                    "socket.maxPendingBytes",
                    "20000000",
                    "socket.closeTimeout",
                    "100ms",
                    "chat.prefix",
                    "false");
            WsClient client = clients.open(instance, "/chat");
            WsClient other = clients.open(instance, "/ws");
            other.readText();
            redis.pause();
            CompletableFuture<Void> sender =
                    CompletableFuture.runAsync(() -> client.send(frames(flood, i -> i + " " + text)));
            await().until(() -> waiting(instance) > mostWaiting);
            // What one read brought is taken: Netty's is 64 KB at most, and the next is not made
            for (int i = 0; i < 30; i++) {
                assertThat(waiting(instance)).isLessThan(100);
            }
            assertThat(sender).isNotDone();
            redis.resume();
            for (int i = 0; i < flood; i++) {
                assertThat(client.readText()).isEqualTo(i + " " + text);
            }
            sender.get(10, TimeUnit.SECONDS);
            assertThat(other.sendText("not throttled").readText()).isEqualTo(response(1));
            instances.stop(instance);
        }
    }

    private static void assertTooBig(Instance instance, WsClient client) {
        WsClient.Frame close = client.readClose();
        assertThat(close.closeCode()).isEqualTo(1009);
        assertThat(client.awaitEnd()).isTrue();
        client.close();
        await().until(() -> Instances.metric(instance, "carillon_sessions_closed_total", "reason", "too_big") == 1);
    }

    private static double waiting(Instance instance) {
        return Instances.metric(instance, "carillon_redis_commands_waiting");
    }
}
