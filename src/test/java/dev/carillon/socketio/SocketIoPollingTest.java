package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets as socket.io-protocol, version 5, and its test suite have them, by polling. */
@ExtendWith(RedisExtension.class)
final class SocketIoPollingTest {
    private static final String PLACEHOLDERS = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";

    @RegisterExtension
    static final SharedInstance server = new SharedInstance("socketio.echo", "true", "server.verticlesPerPort", "3");

    @RegisterExtension
    final Pollers pollers = new Pollers(server);

    @Test
    void shouldConnectToTheMainNamespaceWithAnIdOfItsOwn() {
        Poller poller = pollers.open();
        poller.send("40");
        String connected = poller.next();
        assertThat(connected).startsWith("40{\"sid\":\"");
        assertThat(poller.sid()).doesNotContain(connected.substring(10, 46));
    }

    @Test
    void shouldConnectWithAPayload() {
        Poller poller = pollers.open();
        poller.send("40/echo,{\"token\":\"abc\"}");
        assertThat(poller.next()).startsWith("40/echo,{\"sid\":\"");
        assertThat(poller.next()).isEqualTo("42/echo,[\"auth\",{\"token\":\"abc\"}]");
    }

    @Test
    void shouldRefuseAnUnknownNamespace() {
        Poller poller = pollers.open();
        poller.send("40/random");
        assertThat(poller.next()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void shouldGreetWhoAsksForIt() {
        Poller poller = pollers.open(Poller.HANDSHAKE + "&hello=1");
        poller.connect("");
        assertThat(poller.next())
                .startsWith("42[\"hello\",{\"sessionId\":\"" + poller.sid().substring(0, 36));
    }

    @Test
    void shouldDisconnectAndConnectAgain() {
        Poller poller = pollers.echo();
        poller.send("41/echo,", "40/echo,");
        assertThat(poller.next()).startsWith("40/echo,{\"sid\":\"");
        assertThat(poller.next()).isEqualTo("42/echo,[\"auth\",{}]");
    }

    @Test
    void shouldAcknowledge() {
        Poller poller = pollers.echo();
        poller.send("42/echo,456[\"message-with-ack\",1,\"2\"]");
        assertThat(poller.next()).isEqualTo("43/echo,456[1,\"2\"]");
        poller.send("452-/echo,789[\"message-with-ack\"," + PLACEHOLDERS + "]", "bAQID", "bBAUG");
        assertThat(poller.poll().body()).isEqualTo("462-/echo,789[" + PLACEHOLDERS + "]\u001ebAQID\u001ebBAUG");
    }

    @Test
    void shouldTakeAttachmentsInALaterRequest() {
        Poller poller = pollers.echo();
        poller.send("452-/echo,[\"message\"," + PLACEHOLDERS + "]");
        poller.send("bAQID");
        poller.send("bBAUG");
        assertThat(poller.poll().body())
                .isEqualTo("452-/echo,[\"message-back\"," + PLACEHOLDERS + "]\u001ebAQID\u001ebBAUG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "40/echo,",
                "42/echo,[\"disconnect\"]",
                "42[\"message\"]",
                "451-/echo,[\"message\"]\u001e42/echo,[\"message\"]",
                "bAQID",
                "42/echo,[]",
                "42/echo,[\"message\",[\"message\"]"
            })
    void shouldCloseWhoBreaksTheProtocol(String payload) {
        Poller poller = pollers.echo();
        RawHttp poll = poller.polling();
        assertThat(poller.post(payload).status()).isEqualTo(400);
        assertThat(poll.answer().body()).isIn("1", "{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(poller.poll().status()).isEqualTo(400);
    }

    @Test
    void shouldTakeNothingOfAPayloadThatIsFaultyAnywhere() {
        Poller poller = pollers.echo();
        RawHttp poll = poller.polling();
        RawHttp.Answer answer = poller.post("42/echo,[\"message\",1]\u001ex");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(poll.answer().body()).isIn("1", "{\"code\":1,\"message\":\"Session ID unknown\"}");
    }
}
