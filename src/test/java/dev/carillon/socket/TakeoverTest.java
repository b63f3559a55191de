package dev.carillon.socket;

import static dev.carillon.socket.Frames.concat;
import static dev.carillon.socket.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The moment in which an HTTP connection becomes a session: nothing is lost that comes meanwhile, nothing is left behind. */
@ExtendWith(RedisExtension.class)
final class TakeoverTest {
    private static final String RESPONSE =
            "{\"type\":\"response\",\"message\":\"Message received successfully!\",\"messageCount\":";

    @RegisterExtension
    static final SharedInstance server = new SharedInstance();

    /** The larger number is above the bound of messages that may await their answer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 5000})
    void shouldCountAllFramesThatComeInTheSamePacketAsTheHandshake(int frames) {
        WsClient client = server.connect().send(concat(WsClient.handshake("/ws"), texts(frames)));
        assertGreeted(client);
        for (int i = 1; i <= frames; i++) {
            assertThat(client.readText()).isEqualTo(RESPONSE + i + "}");
        }
        Dialogue.with(client).expectToGoOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 5000})
    void shouldEchoAllFramesThatComeInTheSamePacketAsTheHandshake(int frames) {
        WsClient client = server.connect().send(concat(WsClient.handshake("/echo"), texts(frames)));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        for (int i = 1; i <= frames; i++) {
            assertThat(client.readText()).isEqualTo("text " + i);
        }
        Dialogue.with(client).expectToGoOn();
    }

    @Test
    void shouldAnswerAPingThatComesInTheSamePacketAsTheHandshake() {
        WsClient client = server.connect().send(concat(WsClient.handshake("/echo"), Frames.ping("early")));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        Dialogue.with(client).expectPong("early").expectToGoOn();
    }

    @Test
    void shouldEchoAFrameThatIsCutAnywhereByTheEndOfThePacket() {
        byte[] frame = text("cut");
        for (int cut = 0; cut <= frame.length; cut++) {
            atEveryPace(concat(WsClient.handshake("/echo"), frame), frame.length - cut, client -> {
                assertThat(client.readText()).isEqualTo("cut");
                Dialogue.with(client).expectToGoOn();
            });
        }
    }

    @Test
    void shouldCountAFrameThatIsCutAnywhereByTheEndOfThePacket() {
        byte[] frame = text("cut");
        for (int cut = 0; cut <= frame.length; cut++) {
            atEveryPace(concat(WsClient.handshake("/ws"), frame), frame.length - cut, client -> {
                assertThat(client.readText()).startsWith("{\"type\":\"session\"");
                assertThat(client.readText()).isEqualTo(RESPONSE + "1}");
                Dialogue.with(client).expectToGoOn();
            });
        }
    }

    @Test
    void shouldTakeAHandshakeThatIsCutAnywhere() {
        byte[] handshake = WsClient.handshake("/echo");
        byte[] all = concat(handshake, text("behind"));
        for (int cut = 1; cut < handshake.length; cut++) {
            WsClient client = server.connect();
            client.send(Arrays.copyOf(all, cut)).send(Arrays.copyOfRange(all, cut, all.length));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            Dialogue.with(client).expectText("behind").expectToGoOn();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/chat", "/echo"})
    void shouldAnswerACloseFrameThatComesInTheSamePacketAsTheHandshake(String path) {
        WsClient client = server.connect().send(concat(WsClient.handshake(path), Frames.close(1000)));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        assertThat(client.readClose().closeCode()).isEqualTo(1000);
        assertThat(client.awaitEnd()).isTrue();
        server.awaitSessions(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/chat", "/echo"})
    void shouldRejectAWrongFrameThatComesInTheSamePacketAsTheHandshake(String path) {
        WsClient client = server.connect().send(concat(WsClient.handshake(path), Frames.hex("ff ff ff ff 00")));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        assertThat(client.readClose().closeCode()).isEqualTo(1002);
        assertThat(client.awaitEnd()).isTrue();
    }

    @Test
    void shouldGreetBeforeItAnswersTheCloseFrame() {
        WsClient client = server.connect().send(concat(WsClient.handshake("/ws"), texts(3), Frames.close(1000)));
        assertGreeted(client);
        for (int i = 1; i <= 3; i++) {
            assertThat(client.readText()).isEqualTo(RESPONSE + i + "}");
        }
        Dialogue.with(client).expectClose(1000);
    }

    @Test
    void shouldCountSessionsByTheirEndpointWhileTheyAreOpen() {
        server.open("/ws");
        server.open("/ws");
        server.open("/chat");
        for (int i = 0; i < 3; i++) {
            server.open("/echo");
        }
        assertThat(Instances.metric(server.instance(), "carillon_sessions_open", "endpoint", "sessions"))
                .isEqualTo(2);
        assertThat(Instances.metric(server.instance(), "carillon_sessions_open", "endpoint", "chat"))
                .isEqualTo(1);
        assertThat(Instances.metric(server.instance(), "carillon_sessions_open", "endpoint", "echo"))
                .isEqualTo(3);
        server.closeClients();
        server.awaitSessions(0);
    }

    /** What asks for the metrics is itself a connection with a request. */
    @ParameterizedTest
    @ValueSource(strings = {"vertx_http_server_active_connections", "vertx_http_server_active_requests"})
    void shouldBeNoHttpConnectionAnyMore(String metric) {
        server.sessions();
        double before = Instances.metric(server.instance(), metric);
        for (int i = 0; i < 20; i++) {
            server.open(i % 2 == 0 ? "/ws" : "/echo");
        }
        // Another test's question may just be ending
        await().until(() -> Instances.metric(server.instance(), metric) <= before);
        server.closeClients();
        server.awaitSessions(0);
        await().until(() -> Instances.metric(server.instance(), metric) <= before);
    }

    /** Sends the last octets once in a packet of their own at once, and once only after the handshake was answered. */
    private static void atEveryPace(byte[] bytes, int later, Consumer<WsClient> then) {
        byte[] first = Arrays.copyOf(bytes, bytes.length - later);
        byte[] second = Arrays.copyOfRange(bytes, first.length, bytes.length);
        for (boolean atOnce : new boolean[] {true, false}) {
            WsClient client = server.connect().send(first);
            if (atOnce) {
                client.send(second);
            }
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            if (!atOnce) {
                client.send(second);
            }
            then.accept(client);
        }
    }

    private static void assertGreeted(WsClient client) {
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        assertThat(client.readText()).startsWith("{\"type\":\"session\"");
    }

    private static byte[] texts(int frames) {
        byte[][] texts = new byte[frames][];
        for (int i = 0; i < frames; i++) {
            texts[i] = text("text " + (i + 1));
        }
        return concat(texts);
    }
}
