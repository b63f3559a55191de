package dev.carillon.endpoint;

import static dev.carillon.testing.Texts.tick;
import static dev.carillon.testing.Texts.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code board} endpoint over a plain WebSocket. */
@ExtendWith(RedisExtension.class)
final class BoardTest {
    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    @BeforeEach
    void clear() {
        call("DEL", "carillon:board");
    }

    @Test
    void shouldShowATickToEverybodyOnEveryInstanceTheSenderIncluded() {
        Instance one = instances.start("server.verticlesPerPort", "3");
        Instance two = instances.start("server.ports", "2", "server.verticlesPerPort", "1");
        List<WsClient> all = new ArrayList<>(clients.open(6, one, "/board"));
        two.ports().forEach(port -> all.add(clients.open(port, "/board")));

        all.get(0).sendText(tick(3, true));
        all.forEach(client -> assertThat(client.readText()).isEqualTo(update(3, true, 1)));
        all.get(7).sendText(tick(99, true));
        all.forEach(client -> assertThat(client.readText()).isEqualTo(update(99, true, 2)));
        all.get(3).sendText(tick(3, false));
        all.forEach(client -> assertThat(client.readText()).isEqualTo(update(3, false, 3)));
    }

    @Test
    void shouldKeepTheStateInOneKey() {
        WsClient client = clients.open(instances.start(), "/board");
        client.sendText(tick(0, true)).sendText(tick(1, true)).sendText(tick(0, false));
        for (int i = 0; i < 3; i++) {
            client.readText();
        }
        assertThat(call("HMGET", "carillon:board", "0", "1", "2", "version"))
                .isEqualTo(Arrays.asList("0", "1", null, "3"));
    }

    @Test
    void shouldLoseNoneOfManyTicksMadeAtTheSameMoment() {
        Instance one = instances.start();
        Instance two = instances.start();
        List<WsClient> all = new ArrayList<>(clients.open(5, one, "/board"));
        all.addAll(clients.open(5, two, "/board"));
        for (int i = 0; i < 100; i++) {
            all.get(i % 10).sendText(tick(i, true));
        }
        for (WsClient client : all) {
            List<Integer> seen = new ArrayList<>();
            for (int version = 1; version <= 100; version++) {
                JsonObject data = new JsonObject(client.readText()).getJsonObject("data");
                assertThat(data.getInteger("version")).isEqualTo(version);
                seen.add(data.getInteger("index"));
            }
            assertThat(seen).doesNotHaveDuplicates().hasSize(100);
        }
        assertThat(call("HVALS", "carillon:board"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(101)
                .containsOnly("1", "100");
    }

    @Test
    void shouldPassAnythingOnAsServerMessage() {
        List<WsClient> both = clients.open(2, instances.start(), "/board");
        for (String data : List.of("\"häß 😀\"", "{\"a\":[1,2.5,null,true]}", "null", "[]", "0", "\"\"")) {
            both.get(0).sendText("{\"event\":\"message\",\"data\":" + data + "}");
            both.forEach(client ->
                    assertThat(client.readText()).isEqualTo("{\"event\":\"server-message\",\"data\":" + data + "}"));
        }
        both.get(0).sendText("{\"event\":\"message\"}");
        both.forEach(client -> assertThat(client.readText()).isEqualTo("{\"event\":\"server-message\",\"data\":null}"));
    }

    @Test
    void shouldPassOnWhatABackEndPublishesInTheFormOfAnEventAndNothingElse() {
        WsClient client = clients.open(instances.start(), "/board");
        for (String other :
                List.of("text", "", "{}", "[1]", "1", "{\"event\":1,\"data\":2}", "{\"event\":\"no data\"}")) {
            call("PUBLISH", "server:broker", other);
        }
        call("PUBLISH", "server:broker", "{\"event\":\"anything\",\"data\":{\"x\":1}}");
        assertThat(client.readText()).isEqualTo("{\"event\":\"anything\",\"data\":{\"x\":1}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event":"checkbox-update","data":{"index":100,"value":true}}  | The index has to be a whole number from 0 to 99
            {"event":"checkbox-update","data":{"index":-1,"value":true}}   | The index has to be a whole number from 0 to 99
            {"event":"checkbox-update","data":{"index":1.5,"value":true}}  | The index has to be a whole number from 0 to 99
            {"event":"checkbox-update","data":{"index":"1","value":true}}  | The index has to be a whole number from 0 to 99
            {"event":"checkbox-update","data":{"index":4294967296,"value":true}} | The index has to be a whole number from 0 to 99
            {"event":"checkbox-update","data":{"value":true}}              | The index has to be a whole number from 0 to 99
            {"event":"checkbox-update","data":{"index":1,"value":1}}       | Expected {"index":0…99,"value":true or false}
            {"event":"checkbox-update","data":{"index":1,"value":"true"}}  | Expected {"index":0…99,"value":true or false}
            {"event":"checkbox-update","data":{"index":1}}                 | Expected {"index":0…99,"value":true or false}
            {"event":"checkbox-update","data":null}                        | Expected {"index":0…99,"value":true or false}
            {"event":"checkbox-update"}                                    | Expected {"index":0…99,"value":true or false}
            {"event":"checkbox-update","data":[1,true]}                    | Expected {"index":0…99,"value":true or false}
            {"event":"other","data":1}                                     | There is no event of this name
            {"event":1,"data":1}                                           | Expected {"event":"…","data":…} in JSON
            {"data":1}                                                     | Expected {"event":"…","data":…} in JSON
            []                                                             | Expected {"event":"…","data":…} in JSON
            "text"                                                         | Expected {"event":"…","data":…} in JSON
            {"event":                                                      | Expected {"event":"…","data":…} in JSON
            """)
    void shouldTellTheSenderAloneWhatIsWrongAndChangeNothing(String text, String reason) {
        List<WsClient> both = clients.open(2, instances.start(), "/board");
        both.get(0).sendText(text);
        JsonObject error = new JsonObject(both.get(0).readText());
        assertThat(error.getString("event")).isEqualTo("error");
        assertThat(error.getJsonObject("data"))
                .isEqualTo(new JsonObject()
                        .put("message", "Failed to process message")
                        .put("error", reason));
        both.get(0).sendText(tick(7, true));
        both.forEach(client -> assertThat(client.readText()).isEqualTo(update(7, true, 1)));
        assertThat((List<?>) call("HKEYS", "carillon:board")).hasSize(2);
    }

    @Test
    void shouldRefuseBinaryAndStayOpen() {
        WsClient client = clients.open(instances.start(), "/board");
        client.sendBinary(tick(1, true).getBytes());
        assertThat(client.readText()).contains("Binary messages are not supported");
        client.sendText(tick(1, true));
        assertThat(client.readText()).isEqualTo(update(1, true, 1));
    }

    @Test
    void shouldTellTheSenderWhenRedisRefuses() {
        call("SET", "carillon:board", "not a hash");
        WsClient client = clients.open(instances.start(), "/board");
        client.sendText(tick(1, true));
        assertThat(new JsonObject(client.readText()).getJsonObject("data").getString("error"))
                .contains("WRONGTYPE");
        call("DEL", "carillon:board");
        client.sendText(tick(1, true));
        assertThat(client.readText()).isEqualTo(update(1, true, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/board", "/chat", "/users", "/ws"})
    void shouldTellWhoAsksAndNobodyElseWhereHeIs(String path) {
        Instance instance = instances.start("server.name", "here");
        WsClient asking = clients.open(instance, path + "?hello=1");
        boolean greets = path.equals("/ws");
        String greeting = greets ? asking.readText() : "";
        JsonObject hello = new JsonObject(asking.readText());
        if (path.equals("/board")) {
            assertThat(hello.getString("event")).isEqualTo("hello");
            hello = hello.getJsonObject("data");
        } else {
            assertThat(hello.getString("type")).isEqualTo("hello");
        }
        assertThat(hello.getString("server")).isEqualTo("here");
        assertThat(hello.getString("instance")).isEqualTo(instance.id());
        assertThat(hello.getString("sessionId")).matches("[0-9a-f-]{36}");
        if (greets) {
            assertThat(greeting).contains(hello.getString("sessionId"));
        }

        WsClient silent = clients.open(instance, path + "?hello=0");
        if (greets) {
            silent.readText();
        }
        silent.send(WsClient.frame(WsClient.PING, true, 0, new byte[0]));
        assertThat(silent.read().opcode()).isEqualTo(WsClient.PONG);
    }

    private static Object call(String... words) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            return redis.call(words);
        }
    }
}
