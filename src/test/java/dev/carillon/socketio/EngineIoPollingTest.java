package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP long-polling as engine.io-protocol, version 4, and its test suite have it. */
@ExtendWith(RedisExtension.class)
final class EngineIoPollingTest {
    private static final String ACTIVE = "vertx_http_server_active_requests";

    @RegisterExtension
    static final SharedInstance server = new SharedInstance("socketio.echo", "true", "server.verticlesPerPort", "2");

    @RegisterExtension
    final Pollers pollers = new Pollers(server);

    private final int port = Instances.port(server.instance());

    // ---- handshake

    @Test
    void shouldOpenASession() {
        JsonObject opened = pollers.open().opened();
        assertThat(opened.fieldNames())
                .containsExactlyInAnyOrder("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");
        assertThat(opened.getString("sid")).matches("[0-9a-f-]{36}\\.[0-9]+");
        assertThat(opened.getJsonArray("upgrades")).isEqualTo(new JsonArray().add("websocket"));
        assertThat(opened.getInteger("pingInterval")).isEqualTo(25_000);
        assertThat(opened.getInteger("pingTimeout")).isEqualTo(20_000);
        assertThat(opened.getInteger("maxPayload")).isEqualTo(1_000_000);
    }

    @Test
    void shouldServeThePathWithAndWithoutTheLastSlash() {
        pollers.open("/socket.io?EIO=4&transport=polling");
        pollers.open("/socket.io/?EIO=4&transport=polling&t=abc");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, transport=polling, 5, Unsupported protocol version",
        "GET, EIO=abc&transport=polling, 5, Unsupported protocol version",
        "GET, EIO=3&transport=polling, 5, Unsupported protocol version",
        "GET, EIO=4, 0, Transport unknown",
        "GET, EIO=4&transport=abc, 0, Transport unknown",
        "GET, '', 0, Transport unknown",
        "POST, EIO=4&transport=polling, 2, Bad handshake method",
        "PUT, EIO=4&transport=polling, 2, Bad handshake method",
        "GET, EIO=4&transport=websocket, 3, Bad request",
        "GET, EIO=4&transport=polling&j=0, 3, Bad request",
        "GET, EIO=4&transport=polling&sid=abc, 1, Session ID unknown",
        "GET, EIO=4&transport=polling&sid=00000000-0000-4000-8000-000000000000.0, 1, Session ID unknown",
        "POST, EIO=4&transport=polling&sid=00000000-0000-4000-8000-000000000000.1, 1, Session ID unknown",
        "GET, EIO=4&transport=polling&sid=00000000-0000-4000-8000-000000000000.999999999, 1, Session ID unknown",
        "PUT, EIO=4&transport=polling&sid=00000000-0000-4000-8000-000000000000.0, 3, Bad request",
    })
    void shouldRefuseWhatIsNoRightRequest(String method, String query, int code, String message) {
        RawHttp.Answer answer =
                RawHttp.send(port, method, "/socket.io/?" + query, new byte[0]).answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.head().toLowerCase()).contains("content-type: application/json");
        assertThat(answer.body()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "EIO=4&transport=polling&sid=%", "%"})
    void shouldRefuseAQueryThatCannotBeDecoded(String query) {
        assertThat(RawHttp.get(port, "/socket.io/?" + query).status()).isEqualTo(400);
    }

    // ---- message

    @Test
    void shouldTakeAndGivePackets() {
        Poller poller = pollers.echo();
        poller.send("42/echo,[\"message\",\"hello\"]");
        assertThat(poller.poll().body()).isEqualTo("42/echo,[\"message-back\",\"hello\"]");
        poller.send("42/echo,[\"message\",1]", "42/echo,[\"message\",2]", "42/echo,[\"message\",3]");
        assertThat(poller.poll().body())
                .isEqualTo("42/echo,[\"message-back\",1]\u001e42/echo,[\"message-back\",2]\u001e"
                        + "42/echo,[\"message-back\",3]");
    }

    @Test
    void shouldTakeAndGiveBinaryPackets() {
        Poller poller = pollers.echo();
        poller.send("451-/echo,[\"message\",{\"_placeholder\":true,\"num\":0}]", "bAQIDBA==");
        assertThat(poller.poll().body())
                .isEqualTo("451-/echo,[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "4\u001e", "7", "0", "2", "2probe", "5", "6", "b===", "bAQ", "4abc", "42[]"})
    void shouldCloseTheSessionUponAnInvalidPacket(String payload) {
        Poller poller = pollers.open();
        assertThat(poller.post(payload).status()).isEqualTo(400);
        assertThat(poller.poll().status()).isEqualTo(400);
    }

    @Test
    void shouldCloseTheSessionUponDuplicatePolls() {
        Poller poller = pollers.open();
        RawHttp first = poller.polling();
        RawHttp second = poller.polling();
        await().until(() -> first.isAnswered() && second.isAnswered());
        List<RawHttp.Answer> answers = List.of(first.answer(), second.answer());
        assertThat(answers).extracting(RawHttp.Answer::status).containsExactlyInAnyOrder(200, 400);
        assertThat(answers).extracting(RawHttp.Answer::body).contains("1");
        assertThat(poller.poll().status()).isEqualTo(400);
    }

    @Test
    void shouldCloseTheSessionUponACancelledPoll() {
        Poller poller = pollers.open();
        RawHttp poll = poller.polling();
        poll.close();
        server.awaitSessions(0);
        assertThat(poller.post("40").status()).isEqualTo(400);
    }

    // ---- close

    @Test
    void shouldCloseTheSession() {
        Poller poller = pollers.open();
        double before = Instances.metric(server.instance(), ACTIVE);
        RawHttp poll = poller.polling();
        await().until(() -> Instances.metric(server.instance(), ACTIVE) > before);
        poller.send("1");
        RawHttp.Answer answer = poll.answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("6");
        assertThat(poller.poll().status()).isEqualTo(400);
    }
}
