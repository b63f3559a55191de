package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many may come in, and how long they may take. */
@ExtendWith(RedisExtension.class)
final class HandshakeLimitsTest {
    private static final int MAX_SESSIONS = 5;
    private static final int DRIP_MS = 10;
    private static final byte[] HANDSHAKE = WsClient.handshake("/echo");

    @RegisterExtension
    static final SharedInstance server =
            new SharedInstance("server.maxSessions", "" + MAX_SESSIONS, "server.handshakeTimeout", "300ms");

    @AfterEach
    void allPlacesAreFreeAgain() {
        server.closeClients();
        server.awaitSessions(0);
        for (int i = 0; i < MAX_SESSIONS; i++) {
            server.open("/echo");
        }
        assertFull();
    }

    @Test
    void shouldGiveThePlaceOfASessionThatClosedToAnother() {
        WsClient first = server.open("/echo");
        for (int i = 1; i < MAX_SESSIONS; i++) {
            server.open("/chat");
        }
        assertFull();
        Dialogue.with(first).expectToGoOn();
        server.awaitSessions(MAX_SESSIONS - 1);
        server.open("/ws");
        assertFull();
    }

    @Test
    void shouldGiveThePlaceOfASessionThatBrokeOffToAnother() throws IOException {
        WsClient first = server.open("/ws");
        for (int i = 1; i < MAX_SESSIONS; i++) {
            server.open("/chat");
        }
        assertFull();
        first.socket().setSoLinger(true, 0);
        first.close();
        server.awaitSessions(MAX_SESSIONS - 1);
        server.open("/ws");
        assertFull();
    }

    @Test
    void shouldTakeNoPlaceForWhatIsRefused() {
        server.connect().send(WsClient.handshake("/unknown")).readHead();
        server.connect().send(handshakeFor("Version: 13", "Version: 8")).readHead();
        server.connect().send(handshakeFor("b25jZQ==", "")).readHead();
        server.connect().send(handshakeFor("GET", "PUT")).readHead();
        server.connect().send(WsClient.handshake("/echo", "Content-Length: 1")).readHead();
        assertThat(server.sessions()).isZero();
    }

    /** Whatever the header holds that is the last to be looked at. */
    @ParameterizedTest
    @ValueSource(strings = {";", "permessage-deflate; server_max_window_bits", "permessage-deflate"})
    void shouldTakeNoPlaceForGood(String extensions) {
        Dialogue.echo(server, "Sec-WebSocket-Extensions: " + extensions).expectToGoOn();
    }

    @Test
    void shouldCutAConnectionThatSendsNothing() {
        assertThat(server.connect().awaitEnd()).isTrue();
    }

    @Test
    void shouldCutAHandshakeThatStopsHalfWay() {
        List<WsClient> clients = IntStream.of(1, 20, HANDSHAKE.length / 2, HANDSHAKE.length - 1)
                .mapToObj(part -> server.connect().send(Arrays.copyOf(HANDSHAKE, part)))
                .toList();
        assertThat(clients).allMatch(WsClient::awaitEnd);
    }

    @Test
    void shouldCutAHandshakeThatDrips() {
        WsClient client = server.connect();
        byte[] endless = WsClient.handshake("/echo", "X-Long: " + "x".repeat(7000));
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        int sent = 0;
        while (!endsWithin(client, DRIP_MS)) {
            assertThat(System.nanoTime() - endNs).as("still open").isNegative();
            sendUnlessEnded(client, new byte[] {endless[sent++]});
        }
        assertThat(sent).as("octets before the end").isPositive();
    }

    @Test
    void shouldCutAConnectionThatSendsNoSecondRequest() {
        WsClient client = server.connect().send(handshakeFor("Upgrade: websocket", "X: none"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 426 ");
        assertThat(client.awaitEnd()).isTrue();
    }

    @Test
    void shouldCutARequestWhoseBodyDoesNotCome() {
        WsClient client = server.connect().send(WsClient.handshake("/echo", "Content-Length: 1000"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 400 ");
        assertThat(client.awaitEnd()).isTrue();
    }

    @Test
    void shouldNotMindConnectionsThatEndHalfWay() throws IOException {
        for (int part = 0; part < HANDSHAKE.length; part += 3) {
            WsClient client = server.connect().send(Arrays.copyOf(HANDSHAKE, part));
            if (part % 2 == 0) {
                client.socket().setSoLinger(true, 0);
            }
            client.close();
        }
    }

    @Test
    void shouldLeaveASessionAloneHoweverLongItLasts() {
        WsClient session = server.open("/echo");
        WsClient second = server.connect().send(handshakeFor("Upgrade: websocket", "X: none"));
        second.readHead();
        second.send(HANDSHAKE);
        // Those that came later were cut: the time of the session's own handshake is long over
        assertThat(server.connect().awaitEnd()).isTrue();
        assertThat(server.connect().awaitEnd()).isTrue();
        Dialogue.with(session).expectToGoOn();
        assertThat(Instances.metric(server.instance(), "carillon_sessions_open", "endpoint", "echo"))
                .isEqualTo(1);
    }

    private static void assertFull() {
        String head = server.connect().send(HANDSHAKE).readHead();
        assertThat(head).startsWith("HTTP/1.1 503 ");
        assertThat(head.toLowerCase()).containsPattern("\r\nretry-after: [1-9]\\d*\r\n");
    }

    private static byte[] handshakeFor(String part, String other) {
        return Frames.utf8(new String(HANDSHAKE, StandardCharsets.UTF_8).replace(part, other));
    }

    /** Whether the server ends the connection before the time is over. */
    private static boolean endsWithin(WsClient client, int timeMs) {
        try {
            client.socket().setSoTimeout(timeMs);
            assertThat(client.input().read()).isEqualTo(-1);
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sendUnlessEnded(WsClient client, byte[] octets) {
        try {
            client.send(octets);
        } catch (UncheckedIOException ended) {
            assertThat(ended).hasCauseInstanceOf(SocketException.class);
        }
    }
}
