package dev.carillon.endpoint;

import static dev.carillon.testing.Texts.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The {@code chat} endpoint as its clients, and back-ends that publish, see it. */
@ExtendWith(RedisExtension.class)
final class ChatTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void shouldNameTheServerByItsPort() {
        Instance instance = instances.start();
        WsClient client = clients.open(instance, "/chat");
        client.sendText("hello");
        assertThat(client.readText()).isEqualTo("[Server-" + Instances.port(instance) + "] hello");
    }

    @Test
    void shouldNameTheServerAsConfigured() {
        WsClient client = clients.open(instances.start("server.name", "Anna Ü."), "/chat");
        client.sendText("hello");
        assertThat(client.readText()).isEqualTo("[Anna Ü.] hello");
    }

    @Test
    void shouldLeaveThePrefixOutWhenItIsOff() {
        WsClient client = clients.open(instances.start("chat.prefix", "false"), "/chat");
        client.sendText("hello");
        assertThat(client.readText()).isEqualTo("hello");
    }

    @Test
    void shouldReachEverybodyTheSenderIncluded() {
        List<WsClient> all = clients.open(10, instances.start("server.name", "S"), "/chat");
        for (int i = 0; i < all.size(); i++) {
            all.get(i).sendText("from " + i);
            String expected = "[S] from " + i;
            assertThat(all).allSatisfy(client -> assertThat(client.readText()).isEqualTo(expected));
        }
    }

    @Test
    void shouldKeepChatFromSessionsOfOtherEndpoints() {
        Instance instance = instances.start("chat.prefix", "false");
        WsClient stranger = clients.open(instance, "/ws");
        stranger.readText();
        WsClient client = clients.open(instance, "/chat");
        client.sendText("among us");
        assertThat(client.readText()).isEqualTo("among us");
        stranger.sendText("");
        assertThat(stranger.readText()).startsWith("{\"type\":\"response\"");
    }

    @Test
    void shouldSpreadConnectionsOverTheVerticlesOfAPortAndSurviveOneOfThem() {
        instances.expectBugs();
        Instance instance = instances.start(
                "chat.prefix",
                "false",
                "server.verticlesPerPort",
                "3",
                "socket.closeTimeout",
                "300ms",
                "supervisor.backoffMin",
                "200ms");
        List<WsClient> all = clients.open(30, instance, "/chat");
        for (WsClient sender : all) {
            sender.sendText("between verticles");
            assertThat(all).allSatisfy(client -> assertThat(client.readText()).isEqualTo("between verticles"));
        }

        assertThat(Instances.post(instance.managementPort(), "/crash/0").statusCode())
                .isEqualTo(202);
        await().until(() -> Instances.metric(instance, "carillon_worker_restarts_total") == 1);
        await().until(() -> ready(instance).contains("\"verticles\":3"));
        publish("after the crash");

        int restarted = 0;
        List<WsClient> left = new ArrayList<>();
        for (WsClient client : all) {
            WsClient.Frame frame = client.read();
            if (frame.opcode() == WsClient.CLOSE) {
                assertThat(frame.closeCode()).isEqualTo(1012);
                restarted++;
            } else {
                assertThat(frame.text()).isEqualTo("after the crash");
                left.add(client);
            }
        }
        assertThat(restarted).isBetween(5, 15);
        left.add(clients.open(instance, "/chat"));
        left.get(0).sendText("still here");
        assertThat(left).allSatisfy(client -> assertThat(client.readText()).isEqualTo("still here"));
    }

    @Test
    void shouldReachEveryPortOfAnInstance() {
        Instance instance = instances.start("server.ports", "3", "server.verticlesPerPort", "1");
        List<Integer> ports = instance.ports();
        assertThat(ports).hasSize(3);
        List<WsClient> all = new ArrayList<>();
        ports.forEach(port -> all.add(clients.open(port, "/chat")));
        for (int i = 0; i < 3; i++) {
            all.get(i).sendText("hello");
            String expected = "[Server-" + ports.get(i) + "] hello";
            assertThat(all).allSatisfy(client -> assertThat(client.readText()).isEqualTo(expected));
        }
    }

    @Test
    void shouldReachEveryInstanceInOneOrderForAll() {
        Instance one = instances.start("server.name", "one");
        Instance two = instances.start("server.name", "two");
        List<WsClient> all = new ArrayList<>(clients.open(4, one, "/chat"));
        all.addAll(clients.open(4, two, "/chat"));
        int each = 200;
        all.get(0).send(frames(each, i -> "" + i));
        all.get(7).send(frames(each, i -> "" + i));

        List<String> seen = read(all.get(0), 2 * each);
        for (String server : List.of("one", "two")) {
            List<String> own = seen.stream()
                    .filter(text -> text.startsWith("[" + server + "] "))
                    .toList();
            assertThat(own).hasSize(each);
            for (int i = 0; i < each; i++) {
                assertThat(own.get(i)).isEqualTo("[" + server + "] " + i);
            }
        }
        assertThat(all.subList(1, 8))
                .allSatisfy(client -> assertThat(read(client, 2 * each)).isEqualTo(seen));
    }

    @Test
    void shouldPassOnWhatABackEndPublishes() {
        Instance one = instances.start();
        Instance two = instances.start();
        List<WsClient> all = List.of(clients.open(one, "/chat"), clients.open(two, "/chat"));
        List<String> texts = List.of("raw", "", "[Server-1] not prefixed again", "ünïcode 😀", "z".repeat(200_000));
        texts.forEach(ChatTest::publish);
        assertThat(all)
                .allSatisfy(client -> assertThat(read(client, texts.size())).isEqualTo(texts));
    }

    @Test
    void shouldMendWhatIsPublishedAndIsNoText() {
        WsClient client = clients.open(instances.start(), "/chat");
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("EVAL", "return redis.call('PUBLISH', 'chat', 'a\\255b')", "0");
        }
        assertThat(client.readText()).isEqualTo("a\ufffdb");
    }

    @Test
    void shouldTakeTextsOfAnyContentAndLength() {
        Instance instance = instances.start("chat.prefix", "false");
        List<WsClient> both = clients.open(2, instance, "/chat");
        for (String text : List.of("", "\0", "häß 😀 \r\n", "{}", "x".repeat(1_048_576))) {
            both.get(0).sendText(text);
            assertThat(both).allSatisfy(client -> assertThat(client.readText()).isEqualTo(text));
        }
    }

    @Test
    void shouldPutThePrefixInFrontOfTextsOfAnyLength() {
        WsClient client = clients.open(instances.start("server.name", "S"), "/chat");
        for (String text : List.of("", "x".repeat(1_048_576))) {
            client.sendText(text);
            assertThat(client.readText()).isEqualTo("[S] " + text);
        }
    }

    @Test
    void shouldCloseWhoSendsBinary() {
        Instance instance = instances.start("chat.prefix", "false");
        WsClient other = clients.open(instance, "/chat");
        WsClient client = clients.open(instance, "/chat");
        client.sendText("before");
        assertThat(client.readText()).isEqualTo("before");
        client.sendBinary(new byte[] {1});
        WsClient.Frame close = client.read();
        assertThat(close.opcode()).isEqualTo(WsClient.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1003);
        client.sendClose(1003, "");
        assertThat(client.awaitEnd()).isTrue();

        other.sendText("after");
        assertThat(read(other, 2)).containsExactly("before", "after");
    }

    @Test
    void shouldKeepTheOrderOfASenderForEveryReceiver() {
        List<WsClient> receivers = clients.open(50, instances.start("chat.prefix", "false"), "/chat");
        int number = 1000;
        receivers.get(0).send(frames(number, i -> "message " + i));
        for (WsClient receiver : receivers) {
            for (int i = 0; i < number; i++) {
                assertThat(receiver.readText()).isEqualTo("message " + i);
            }
        }
    }

    @Test
    void shouldDeliverWhatWasSentJustBeforeTheClose() {
        Instance instance = instances.start("chat.prefix", "false");
        WsClient receiver = clients.open(instance, "/chat");
        WsClient sender = clients.open(instance, "/chat");
        sender.send(frames(100, i -> "last words " + i)).sendClose(1000, "");
        for (int i = 0; i < 100; i++) {
            assertThat(receiver.readText()).isEqualTo("last words " + i);
        }
        assertThat(sender.readClose().closeCode()).isEqualTo(1000);
    }

    private static String ready(Instance instance) {
        return Instances.get(instance.managementPort(), "/ready").body();
    }

    private static void publish(String text) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("PUBLISH", "chat", text);
        }
    }

    private static List<String> read(WsClient client, int number) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            texts.add(client.readText());
        }
        return texts;
    }
}
