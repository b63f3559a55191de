package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets as engine.io-protocol, version 4, and its test suite have them. */
@ExtendWith(RedisExtension.class)
final class EngineIoWebSocketTest {
    static final String HANDSHAKE = "/socket.io/?EIO=4&transport=websocket";

    @RegisterExtension
    static final SharedInstance server =
            new SharedInstance("socketio.echo", "true", "socketio.maxPayloadBytes", "10000");

    @Test
    void shouldOpenASession() {
        String open = server.open(HANDSHAKE).readText();
        assertThat(open).startsWith("0");
        JsonObject opened = new JsonObject(open.substring(1));
        assertThat(opened.fieldNames())
                .containsExactlyInAnyOrder("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");
        assertThat(opened.getJsonArray("upgrades")).isEqualTo(new JsonArray());
        assertThat(opened.getInteger("maxPayload")).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "transport=websocket, 5",
        "EIO=abc&transport=websocket, 5",
        "EIO=3&transport=websocket, 5",
        "EIO=4, 0",
        "EIO=4&transport=abc, 0",
        "EIO=4&transport=polling, 3",
        "EIO=4&transport=websocket&sid=abc, 1",
    })
    void shouldRefuseAHandshakeThatIsNotRight(String query, int code) {
        WsClient client = server.connect().send(WsClient.handshake("/socket.io/?" + query));
        assertThat(client.readHead()).startsWith("HTTP/1.1 400");
        byte[] body = new byte[13];
        assertThat(client.available()).isNotZero();
        assertThat(readFully(client, body)).isEqualTo("{\"code\":" + code + ",\"me");
    }

    @Test
    void shouldTakeAndGiveTextAndBinaryMessages() {
        WsClient client = open("40/echo,");
        client.sendText("42/echo,[\"message\",\"hello\"]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",\"hello\"]");
        client.sendText("451-/echo,[\"message\",{\"_placeholder\":true,\"num\":0}]")
                .sendBinary(new byte[] {1, 2, 3, 4});
        assertThat(client.readText()).isEqualTo("451-/echo,[\"message-back\",{\"_placeholder\":true,\"num\":0}]");
        WsClient.Frame binary = client.read();
        assertThat(binary.opcode()).isEqualTo(WsClient.BINARY);
        assertThat(binary.payload()).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "7", "0", "2", "2probe", "5", "6", "4", "4abc"})
    void shouldCloseTheSessionUponAnInvalidPacket(String packet) {
        WsClient client = server.open(HANDSHAKE);
        client.readText();
        client.sendText(packet);
        WsClient.Frame close = client.read();
        assertThat(close.closeCode()).isEqualTo(1008);
        assertThat(close.closeReason()).isEqualTo("protocol");
    }

    @Test
    void shouldCloseTheSessionUponBinaryDataThatNobodyAwaits() {
        WsClient client = server.open(HANDSHAKE);
        client.readText();
        client.sendBinary(new byte[] {1, 2, 3, 4});
        assertThat(client.readClose().closeCode()).isEqualTo(1008);
    }

    @Test
    void shouldCloseTheSessionUponAMessageThatIsTooLarge() {
        WsClient client = open("40/echo,");
        String full = "42/echo,[\"message\",\"" + "x".repeat(9978) + "\"]";
        assertThat(full.getBytes(StandardCharsets.UTF_8)).hasSize(10_000);
        client.sendText(full);
        assertThat(client.readText()).hasSize(10_005);
        client.sendText(full + " ");
        assertThat(client.readClose().closeCode()).isEqualTo(1009);
    }

    @Test
    void shouldCloseTheSessionWhenTheClientSaysSo() {
        WsClient client = server.open(HANDSHAKE);
        client.readText();
        client.sendText("1");
        assertThat(client.readClose().closeCode()).isEqualTo(1000);
    }

    @Test
    void shouldAnswerPlainRequestsForASessionOfAWebSocketAsUnknown() {
        JsonObject opened = new JsonObject(server.open(HANDSHAKE).readText().substring(1));
        RawHttp.Answer answer =
                RawHttp.get(Instances.port(server.instance()), Poller.HANDSHAKE + "&sid=" + opened.getString("sid"));
        assertThat(answer.status()).isEqualTo(400);
    }

    /** Shakes hands, connects to a namespace of the echo, and reads up to the end of that. */
    private static WsClient open(String connect) {
        WsClient client = server.open(HANDSHAKE);
        client.readText();
        client.sendText(connect);
        assertThat(client.readText()).startsWith(connect);
        assertThat(client.readText()).contains("[\"auth\",{}]");
        return client;
    }

    private static String readFully(WsClient client, byte[] body) {
        try {
            client.input().readNBytes(body, 0, body.length);
            return new String(body, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
