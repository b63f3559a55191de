package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The board as the clients of Socket.IO see it, on many cores, ports and instances. */
@ExtendWith(RedisExtension.class)
final class SocketIoBoardTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    private int port;

    @Order(3)
    @RegisterExtension
    final Pollers pollers = new Pollers(() -> port);

    @Test
    void shouldTellEverybodyOfATickByWhicheverTransport() {
        Instance one = instances.start("server.ports", "3", "server.verticlesPerPort", "2");
        Instance two = instances.start("server.verticlesPerPort", "3");
        port = Instances.port(two);
        Poller polling = pollers.connect(one.ports().get(1), "");
        Poller elsewhere = pollers.connect("");
        WsClient socket = socket(one.ports().get(2));
        WsClient plain = clients.open(one, "/board");
        socket.sendText("421[\"checkbox-update\",{\"index\":7,\"value\":true}]");
        String tick = "42[\"checkbox-update\",{\"index\":7,\"value\":true,\"version\":";
        assertThat(List.of(socket.readText(), socket.readText()))
                .anySatisfy(text -> assertThat(text).startsWith(tick))
                .anySatisfy(text -> assertThat(text).startsWith("431[{\"version\":"));
        assertThat(polling.next()).startsWith(tick);
        assertThat(elsewhere.next()).startsWith(tick);
        assertThat(plain.readText()).contains("\"event\":\"checkbox-update\"");
        elsewhere.send("423[\"checkbox-update\",{\"index\":7,\"value\":false}]");
        assertThat(List.of(elsewhere.next(), elsewhere.next()))
                .anySatisfy(text -> assertThat(text).startsWith("43" + 3 + "[{\"version\":"));
        assertThat(polling.next()).startsWith("42[\"checkbox-update\",{\"index\":7,\"value\":false,");
        assertThat(socket.readText()).startsWith("42[\"checkbox-update\",{\"index\":7,\"value\":false,");
    }

    @Test
    void shouldPassMessagesOnWithBinaryDataAsNodeHasItInJson() {
        port = Instances.port(instances.start("server.verticlesPerPort", "3"));
        Poller polling = pollers.connect("");
        WsClient socket = socket(port);
        socket.sendText("451-[\"message\",{\"b\":{\"_placeholder\":true,\"num\":0}}]")
                .sendBinary(new byte[] {1, 2, -1});
        String expected = "42[\"server-message\",{\"b\":{\"type\":\"Buffer\",\"data\":[1,2,255]}}]";
        assertThat(socket.readText()).isEqualTo(expected);
        assertThat(polling.next()).isEqualTo(expected);
        polling.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]", "bAQ==");
        assertThat(socket.readText()).isEqualTo("42[\"server-message\",{\"type\":\"Buffer\",\"data\":[1]}]");
        socket.sendText("42[\"message\"]");
        assertThat(socket.readText()).isEqualTo("42[\"server-message\",null]");
        socket.sendText("42[\"message\",\"\\ud83d\"]");
        assertThat(socket.readText()).isEqualTo("42[\"server-message\",\"?\"]");
    }

    @Test
    void shouldRefuseBinaryDataThatIsTooLargeAsJson() {
        port = Instances.port(instances.start());
        WsClient socket = socket(port);
        byte[] large = new byte[999_000];
        Arrays.fill(large, (byte) 255);
        socket.sendText("451-[\"message\",{\"_placeholder\":true,\"num\":0}]").sendBinary(large);
        assertThat(socket.readText()).startsWith("42[\"error\",{").contains("too large");
        socket.sendText("42[\"message\",\"" + "x".repeat(990_000) + "\"]");
        assertThat(socket.readText()).startsWith("42[\"server-message\",\"xxx");
    }

    @Test
    void shouldPassOnWhatBackEndsPublishAndNothingElse() {
        port = Instances.port(instances.start());
        Poller polling = pollers.connect("");
        WsClient socket = socket(port);
        for (String text : List.of(
                "no json",
                "{\"event\":\"x\"}",
                "{\"event\":5,\"data\":1}",
                "{\"event\":\"connect\",\"data\":1}",
                "{\"event\":\"disconnect\",\"data\":{}}",
                "{\"event\":\"connect_error\",\"data\":{}}",
                "{\"event\":\"newListener\",\"data\":{}}",
                "{\"event\":\"news\",\"data\":[1,{\"a\":\"ü\"}]}")) {
            publish(text);
        }
        assertThat(socket.readText()).isEqualTo("42[\"news\",[1,{\"a\":\"ü\"}]]");
        assertThat(polling.next()).isEqualTo("42[\"news\",[1,{\"a\":\"ü\"}]]");
    }

    @Test
    void shouldSendNothingToWhoIsNotConnectedToTheMainNamespace() {
        port = Instances.port(instances.start("socketio.echo", "true"));
        Poller echo = pollers.echo();
        Poller left = pollers.connect("");
        WsClient socket = clients.open(port, EngineIoWebSocketTest.HANDSHAKE);
        socket.readText();
        left.send("41");
        Poller there = pollers.connect("");
        publish("{\"event\":\"news\",\"data\":1}");
        assertThat(there.next()).isEqualTo("42[\"news\",1]");
        echo.send("42/echo,[\"message\"]");
        assertThat(echo.next()).isEqualTo("42/echo,[\"message-back\"]");
        left.send("40");
        assertThat(left.next()).startsWith("40{");
        socket.sendText("40");
        assertThat(socket.readText()).startsWith("40{");
    }

    @Test
    void shouldTellTheSenderWhatIsWrong() {
        port = Instances.port(instances.start());
        Poller polling = pollers.connect("");
        polling.send("421[\"checkbox-update\",{\"index\":100,\"value\":true}]", "422[\"nonsense\"]");
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(polling.next());
        }
        assertThat(answers.get(0)).startsWith("42[\"error\",{").contains("0 to 99");
        assertThat(answers.get(1)).startsWith("431[{").contains("0 to 99");
        assertThat(answers.get(2)).startsWith("42[\"error\",{");
        assertThat(new JsonArray(answers.get(3).substring(3)).getJsonObject(0).getString("error"))
                .contains("no event of this name");
    }

    private WsClient socket(int onPort) {
        WsClient client = clients.open(onPort, EngineIoWebSocketTest.HANDSHAKE);
        client.readText();
        client.sendText("40");
        assertThat(client.readText()).startsWith("40{");
        return client;
    }

    private static void publish(String text) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("PUBLISH", "server:broker", text);
        }
    }
}
