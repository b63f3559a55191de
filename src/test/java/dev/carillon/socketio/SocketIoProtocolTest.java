package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets as socket.io-protocol, version 5, and its test suite have them, by WebSocket. */
@ExtendWith(RedisExtension.class)
final class SocketIoProtocolTest {
    private static final String PLACEHOLDERS = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";

    @RegisterExtension
    static final SharedInstance server = new SharedInstance(
            "socketio.echo", "true", "socketio.maxAttachments", "3", "socketio.maxPayloadBytes", "10000");

    // ---- connect

    @Test
    void shouldConnectToTheMainNamespace() {
        WsClient client = open();
        client.sendText("40");
        assertThat(socketId(client.readText(), "40")).isNotEmpty();
    }

    @Test
    void shouldGiveEachNamespaceAnIdOfItsOwn() {
        WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE);
        String engine = new JsonObject(client.readText().substring(1)).getString("sid");
        client.sendText("40");
        String main = socketId(client.readText(), "40");
        client.sendText("40/echo,");
        String echo = socketId(client.readText(), "40/echo,");
        assertThat(Set.of(engine, main, echo)).hasSize(3);
        assertThat(engine).doesNotContain(main).doesNotContain(echo);
    }

    @Test
    void shouldConnectWithAPayload() {
        WsClient client = open();
        client.sendText("40/echo,{\"token\":\"abc\"}");
        socketId(client.readText(), "40/echo,");
        assertThat(client.readText()).isEqualTo("42/echo,[\"auth\",{\"token\":\"abc\"}]");
    }

    @Test
    void shouldConnectWithoutAPayload() {
        WsClient client = open();
        client.sendText("40/echo");
        socketId(client.readText(), "40/echo,");
        assertThat(client.readText()).isEqualTo("42/echo,[\"auth\",{}]");
    }

    @Test
    void shouldRefuseAnUnknownNamespaceAndGoOn() {
        WsClient client = open();
        client.sendText("40/random");
        assertThat(client.readText()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
        client.sendText("40/random,{\"token\":1}");
        assertThat(client.readText()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
        client.sendText("40");
        socketId(client.readText(), "40");
    }

    @Test
    void shouldGreetWhoAsksForIt() {
        WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE + "&hello=1");
        client.readText();
        client.sendText("40");
        client.readText();
        assertThat(client.readText())
                .startsWith("42[\"hello\",{\"sessionId\":\"")
                .contains("\"instance\":", "\"server\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4abc",
                "4",
                "40[]",
                "40\"x\"",
                "42[\"message\"]",
                "41",
                "43[1]",
                "44{}",
                "42/echo,[\"message\"]",
                "40{\"_placeholder\":true,\"num\":0}"
            })
    void shouldCloseWhoDoesNotBeginWithAConnect(String packet) {
        WsClient client = open();
        client.sendText(packet);
        assertThat(client.read().closeReason()).isEqualTo("protocol");
    }

    // ---- disconnect

    @Test
    void shouldDisconnectFromTheMainNamespaceAndKeepTheConnection() {
        WsClient client = echo();
        client.sendText("40");
        socketId(client.readText(), "40");
        client.sendText("41").sendText("42/echo,[\"message\",\"still here\"]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",\"still here\"]");
        client.sendText("40");
        socketId(client.readText(), "40");
    }

    @Test
    void shouldDisconnectFromAnotherNamespaceAndConnectAgain() {
        WsClient client = echo();
        client.sendText("41/echo,").sendText("40/echo,");
        socketId(client.readText(), "40/echo,");
        assertThat(client.readText()).isEqualTo("42/echo,[\"auth\",{}]");
    }

    @Test
    void shouldCloseWhoSendsToANamespaceThatItLeft() {
        WsClient client = echo();
        client.sendText("41/echo").sendText("42/echo,[\"message\"]");
        assertThat(client.read().closeReason()).isEqualTo("protocol");
    }

    @Test
    void shouldCloseWhoConnectsTwice() {
        WsClient client = echo();
        client.sendText("40/echo,");
        assertThat(client.read().closeReason()).isEqualTo("protocol");
    }

    // ---- message

    @Test
    void shouldTakeAndGiveAnEvent() {
        WsClient client = echo();
        client.sendText("42/echo,[\"message\",1,\"2\",{\"3\":[true,null]}]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",1,\"2\",{\"3\":[true,null]}]");
    }

    @Test
    void shouldTakeAndGiveAnEventWithAttachments() {
        WsClient client = echo();
        client.sendText("452-/echo,[\"message\"," + PLACEHOLDERS + "]")
                .sendBinary(new byte[] {1, 2, 3})
                .sendBinary(new byte[] {4, 5, 6});
        assertThat(client.readText()).isEqualTo("452-/echo,[\"message-back\"," + PLACEHOLDERS + "]");
        assertThat(client.read().payload()).containsExactly(1, 2, 3);
        assertThat(client.read().payload()).containsExactly(4, 5, 6);
    }

    @Test
    void shouldTakeAnEventWhoseNameIsANumber() {
        WsClient client = echo();
        client.sendText("42/echo,[5,1]").sendText("42/echo,[\"message\",\"next\"]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",\"next\"]");
    }

    // ---- ack

    @Test
    void shouldAcknowledgeAnEvent() {
        WsClient client = echo();
        client.sendText("42/echo,456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
        assertThat(client.readText()).isEqualTo("43/echo,456[1,\"2\",{\"3\":[false]}]");
        client.sendText("42/echo,0[\"message-with-ack\"]");
        assertThat(client.readText()).isEqualTo("43/echo,0[]");
    }

    @Test
    void shouldAcknowledgeAnEventWithAttachments() {
        WsClient client = echo();
        client.sendText("452-/echo,789[\"message-with-ack\"," + PLACEHOLDERS + "]")
                .sendBinary(new byte[] {1, 2, 3})
                .sendBinary(new byte[] {4, 5, 6});
        assertThat(client.readText()).isEqualTo("462-/echo,789[" + PLACEHOLDERS + "]");
        assertThat(client.read().payload()).containsExactly(1, 2, 3);
        assertThat(client.read().payload()).containsExactly(4, 5, 6);
    }

    @Test
    void shouldNotMindAcknowledgementsThatWereNotAskedFor() {
        WsClient client = echo();
        client.sendText("43/echo,1[]")
                .sendText("461-/echo,2[{\"_placeholder\":true,\"num\":0}]")
                .sendBinary(new byte[] {1})
                .sendText("42/echo,[\"message\",\"next\"]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",\"next\"]");
    }

    // ---- bounds and faults of attachments

    @ParameterizedTest
    @ValueSource(
            strings = {
                "454-/echo,[\"message\"]",
                "4599999999999-/echo,[\"message\"]",
                "451-/echo,[\"connect\",{\"_placeholder\":true,\"num\":0}]"
            })
    void shouldCloseWhoAnnouncesWhatMayNotBe(String packet) {
        WsClient client = echo();
        client.sendText(packet);
        assertThat(client.read().closeReason()).isEqualTo("protocol");
    }

    @Test
    void shouldCloseWhoSendsATextInPlaceOfAnAttachment() {
        WsClient client = echo();
        client.sendText("451-/echo,[\"message\",{\"_placeholder\":true,\"num\":0}]")
                .sendText("42/echo,[\"message\"]");
        assertThat(client.read().closeReason()).isEqualTo("protocol");
    }

    @Test
    void shouldCloseWhoseAttachmentsAreTooLargeTogether() {
        WsClient client = echo();
        client.sendText("452-/echo,[\"message\"," + PLACEHOLDERS + "]").sendBinary(new byte[5000]);
        client.sendBinary(new byte[5001]);
        assertThat(client.read().closeReason()).isEqualTo("protocol");
    }

    @Test
    void shouldCloseWhosePlaceholdersHaveNoAttachments() {
        WsClient client = echo();
        client.sendText("451-/echo,[\"message\",{\"_placeholder\":true,\"num\":1}]")
                .sendBinary(new byte[1]);
        assertThat(client.read().closeReason()).isEqualTo("protocol");
    }

    private static WsClient open() {
        WsClient client = server.open(EngineIoWebSocketTest.HANDSHAKE);
        client.readText();
        return client;
    }

    private static WsClient echo() {
        WsClient client = open();
        client.sendText("40/echo,");
        socketId(client.readText(), "40/echo,");
        assertThat(client.readText()).isEqualTo("42/echo,[\"auth\",{}]");
        return client;
    }

    private static String socketId(String packet, String prefix) {
        assertThat(packet).startsWith(prefix);
        JsonObject data = new JsonObject(packet.substring(prefix.length()));
        assertThat(data.fieldNames()).containsExactly("sid");
        return data.getString("sid");
    }
}
