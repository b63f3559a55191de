package dev.carillon.http.api;

import static dev.carillon.http.api.Requests.detail;
import static dev.carillon.http.api.Requests.get;
import static dev.carillon.http.api.Requests.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What back-ends publish and send. */
@ExtendWith(RedisExtension.class)
final class MessagesTest {
    private static final String CHAT = "/api/v1/channels/chat/messages";
    private static final String EVENTS = "/api/v1/server-events";
    private static final String BROADCAST = "/api/v1/broadcast";

    @Order(1)
    @RegisterExtension
    final Instances instances = new Instances();

    @Order(2)
    @RegisterExtension
    final Clients clients = new Clients();

    /** Names of this test alone: Redis is shared. */
    private final String name = "t-" + UUID.randomUUID();

    @Test
    void shouldPublishATextForAllInstances() {
        Instance first = instances.start();
        Instance second = instances.start();
        WsClient here = clients.open(first, "/chat");
        WsClient there = clients.open(second, "/chat");
        HttpResponse<String> response = post(first, CHAT, "{\"message\":\"Grüße 😀\\n{}\"}");
        assertThat(response.body()).isEqualTo("{\"channel\":\"chat\",\"instances\":2}");
        assertThat(here.readText()).isEqualTo("Grüße 😀\n{}");
        assertThat(there.readText()).isEqualTo("Grüße 😀\n{}");
    }

    @Test
    void shouldPublishOnAnyChannelThatHasAName() {
        Instance instance = instances.start();
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("SUBSCRIBE", name + " /ü");
            HttpResponse<String> response =
                    post(instance, "/api/v1/channels/" + name + "%20%2F%C3%BC/messages", "{\"message\":\"\"}");
            assertThat(response.body()).isEqualTo("{\"channel\":\"" + name + " /ü\",\"instances\":1}");
            assertThat(pushed(redis)).isEqualTo("");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "carillon:control, No channel can have this name: the name is reserved",
        "__keyspace@0__:x, No channel can have this name: the name is reserved",
        "%20, No channel can have this name: the name is empty",
        "%00, No channel can have this name: the name has control characters",
        "%FF, The name in the path is not valid UTF-8",
        "%zz, The path cannot be decoded"
    })
    void shouldRefuseNamesThatNoChannelCanHave(String channel, String why) {
        Instance instance = instances.start();
        RawRequest request = new RawRequest(Instances.port(instance));
        try (request) {
            String answer = request.lines(
                            "POST /api/v1/channels/" + channel + "/messages HTTP/1.1",
                            "Host: localhost",
                            "Connection: close",
                            "Content-Type: application/json",
                            "Content-Length: 15",
                            "",
                            "{\"message\":\"x\"}")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"detail\":\"" + why + "\"");
        }
    }

    @Test
    void shouldRefuseAChannelNameThatIsTooLong() {
        Instance instance = instances.start();
        String path = "/api/v1/channels/" + "n".repeat(257) + "/messages";
        assertThat(detail(post(instance, path, "{\"message\":\"x\"}"))).contains("more than 256 characters");
    }

    @Test
    void shouldSendToAUserOnWhateverInstance() {
        Instance first = instances.start();
        Instance second = instances.start();
        WsClient alice = user(second, name);
        String path = "/api/v1/users/" + name.toUpperCase() + "/messages";
        HttpResponse<String> response = post(first, path, "{\"message\":\"hi\"}");
        assertThat(response.body()).isEqualTo("{\"user\":\"" + name + "\",\"instances\":1}");
        assertThat(alice.readText()).isEqualTo("hi");

        WsClient again = user(first, name);
        assertThat(new JsonObject(post(first, path, "{\"message\":\"both\"}").body()).getInteger("instances"))
                .isEqualTo(2);
        assertThat(alice.readText()).isEqualTo("both");
        assertThat(again.readText()).isEqualTo("both");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\": 1e400, \"n\" : [1.0, 12345678901234567890.10]}",
                "[ ]",
                "17.50",
                "true",
                "null",
                "{\"half\":\"\\ud83d\"}"
            })
    void shouldSendAnyJsonAsItStandsThere(String json) {
        Instance instance = instances.start();
        WsClient alice = user(instance, name);
        post(instance, "/api/v1/users/" + name + "/messages", "{ \"message\" : " + json + " }");
        assertThat(alice.readText()).isEqualTo(json);
    }

    @Test
    void shouldSayThatNobodyIsConnected() {
        Instance instance = instances.start();
        HttpResponse<String> response = post(instance, "/api/v1/users/" + name + "/messages", "{\"message\":\"x\"}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(detail(response)).isEqualTo("The user is not connected");
    }

    @Test
    void shouldTellWhetherAUserIsConnected() {
        Instance first = instances.start();
        Instance second = instances.start();
        String path = "/api/v1/users/" + name;
        assertThat(get(first, path).body())
                .isEqualTo("{\"user\":\"" + name + "\",\"connected\":false,\"instances\":0}");
        WsClient alice = user(first, name);
        user(second, name);
        assertThat(get(first, path).body()).isEqualTo("{\"user\":\"" + name + "\",\"connected\":true,\"instances\":2}");
        alice.close();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(get(second, path).body()).contains("\"connected\":true,\"instances\":1"));
    }

    @Test
    void shouldTakeTheUsersEndpointsWordForNames() {
        Instance instance = instances.start("users.maxNameLength", "5", "users.channelPrefix", "");
        assertThat(detail(get(instance, "/api/v1/users/sixsix"))).isEqualTo("The user name has more than 5 characters");
        assertThat(detail(get(instance, "/api/v1/users/Chat"))).isEqualTo("The user name is reserved");
        assertThat(detail(get(instance, "/api/v1/users/%20"))).isEqualTo("The user name is empty");
    }

    @Test
    void shouldSendServerEventsOfItsOwnFormToEverybody() {
        Instance first = instances.start();
        Instance second = instances.start();
        List<WsClient> both = List.of(clients.open(first, "/ws"), clients.open(second, "/ws"));
        both.forEach(WsClient::readText);
        assertThat(post(first, EVENTS, "").body()).isEqualTo("{\"instances\":2}");
        assertThat(post(first, EVENTS, "{}").statusCode()).isEqualTo(200);
        assertThat(post(first, EVENTS, "{\"message\":\"Noon\"}").statusCode()).isEqualTo(200);
        for (WsClient client : both) {
            for (String text : List.of("This is a server-side event", "This is a server-side event", "Noon")) {
                JsonObject event = new JsonObject(client.readText());
                assertThat(event.getString("type")).isEqualTo("server-event");
                assertThat(event.getString("message")).isEqualTo(text);
                assertThat(Instant.parse(event.getString("timestamp"))).isBeforeOrEqualTo(Instant.now());
            }
        }
    }

    @Test
    void shouldPublishOnSeveralChannelsInOneCall() {
        Instance instance = instances.start();
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("SUBSCRIBE", name);
            WsClient chat = clients.open(instance, "/chat");
            HttpResponse<String> response = post(
                    instance,
                    BROADCAST,
                    "{\"message\":\"all\",\"channels\":[\"chat\",\"" + name + "\",\"n" + name + "\"]}");
            assertThat(response.body())
                    .isEqualTo("{\"instances\":{\"chat\":1,\"" + name + "\":1,\"n" + name + "\":0}}");
            assertThat(chat.readText()).isEqualTo("all");
            assertThat(pushed(redis)).isEqualTo("all");
        }
    }

    @Test
    void shouldBroadcastToAHundredChannelsAtMost() {
        Instance instance = instances.start();
        JsonArray channels = new JsonArray();
        IntStream.range(0, 100).forEach(i -> channels.add(name + i));
        JsonObject call = new JsonObject().put("channels", channels).put("message", "x");
        assertThat(new JsonObject(post(instance, BROADCAST, call.encode()).body())
                        .getJsonObject("instances")
                        .fieldNames())
                .hasSize(100);
        channels.add(name);
        assertThat(detail(post(instance, BROADCAST, call.encode())))
                .isEqualTo("The field \"channels\" must be a list of 1 to 100 texts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                   | The field \"channels\" must be a list of 1 to 100 texts",
                "\"chat\"             | The field \"channels\" must be a list of 1 to 100 texts",
                "[1]                  | The field \"channels\" must be a list of 1 to 100 texts",
                "[\"a\",\"a\"]        | The field \"channels\" names a channel twice",
                "[\"a\",\"__key\"]    | No channel can have this name: the name is reserved",
                "[\"a\",\"\\ud800\"]  | The field \"channels\" has half a surrogate pair",
            })
    void shouldRefuseAListOfChannelsThatIsNone(String channels, String why) {
        Instance instance = instances.start();
        HttpResponse<String> response = post(instance, BROADCAST, "{\"message\":\"x\",\"channels\":" + channels + "}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(detail(response)).isEqualTo(why);
    }

    private static Object pushed(RedisCli redis) {
        return ((List<?>) redis.receive()).get(2);
    }

    private WsClient user(Instance instance, String user) {
        WsClient client = clients.open(instance, "/users");
        client.sendText("{\"user_name\":\"" + user + "\"}").readText();
        return client;
    }
}
