package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The change from polling to a WebSocket, on the same core and between cores: which it is in a test is chance. */
@ExtendWith(RedisExtension.class)
final class EngineIoUpgradeTest {
    @RegisterExtension
    static final SharedInstance server = new SharedInstance(
            "socketio.echo", "true", "server.verticlesPerPort", "3", "socketio.upgradeTimeout", "1s");

    @RegisterExtension
    final Pollers pollers = new Pollers(server);

    @RepeatedTest(6)
    void shouldMoveASessionToItsWebSocket() {
        Poller poller = pollers.echo();
        RawHttp pending = poller.polling();
        WsClient client = probed(poller);
        assertThat(pending.answer().body()).isEqualTo("6");
        client.sendText("5").sendText("42/echo,[\"message\",\"hello\"]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",\"hello\"]");
        client.sendText("42/echo,7[\"message-with-ack\",1]");
        assertThat(client.readText()).isEqualTo("43/echo,7[1]");
        server.awaitSessions(1);
    }

    @RepeatedTest(6)
    void shouldTakeAlongWhatTheClientHasNotFetched() {
        Poller poller = pollers.echo();
        poller.send("42/echo,[\"message\",1]", "42/echo,[\"message\",2]");
        WsClient client = probed(poller);
        client.sendText("5").sendText("42/echo,[\"message\",3]");
        for (int i = 1; i <= 3; i++) {
            assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\"," + i + "]");
        }
    }

    @RepeatedTest(6)
    void shouldTakeAlongAPacketWhoseAttachmentsAreYetToCome() {
        Poller poller = pollers.echo();
        poller.send(
                "452-/echo,[\"message\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]", "bAQ==");
        WsClient client = probed(poller);
        client.sendText("5").sendBinary(new byte[] {2});
        assertThat(client.readText()).startsWith("452-/echo,[\"message-back\",");
        assertThat(client.read().payload()).containsExactly(2);
        assertThat(client.read().payload()).containsExactly(1);
    }

    @RepeatedTest(6)
    void shouldNotKnowTheSessionByPollingAfterwards() {
        Poller poller = pollers.echo();
        WsClient client = probed(poller);
        changed(client);
        assertThat(poller.poll().status()).isEqualTo(400);
        assertThat(poller.post("42/echo,[\"message\",0]").status()).isEqualTo(400);
        client.sendText("42/echo,[\"message\",1]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",1]");
    }

    @RepeatedTest(6)
    void shouldRefuseASecondWebSocketDuringTheChange() {
        Poller poller = pollers.echo();
        WsClient client = probed(poller);
        WsClient second = server.open(target(poller));
        assertThat(second.readClose().closeCode()).isEqualTo(1008);
        changed(client);
        WsClient third = server.connect().send(WsClient.handshake(target(poller)));
        // Only the core that owned the session knows at once that it is gone
        assertThat(third.readHead().startsWith("HTTP/1.1 400")
                        || third.readClose().closeCode() == 1008)
                .isTrue();
    }

    @RepeatedTest(6)
    void shouldLeaveThePollingSessionAsItIsWhenTheWebSocketGivesUp() {
        Poller poller = pollers.echo();
        probed(poller).close();
        server.awaitSessions(1);
        poller.send("42/echo,[\"message\",1]");
        assertThat(poller.nextMessage()).isIn("6", "42/echo,[\"message-back\",1]");
        WsClient client = await().ignoreExceptions().until(() -> probed(poller), again -> true);
        client.sendText("5").sendText("42/echo,[\"message\",2]");
        assertThat(client.readText()).isIn("42/echo,[\"message-back\",1]", "42/echo,[\"message-back\",2]");
    }

    @Test
    void shouldGiveUpAChangeThatTakesTooLong() {
        Poller poller = pollers.echo();
        WsClient silent = server.open(target(poller));
        WsClient undecided = server.open(target(poller));
        assertThat(undecided.readClose().closeCode()).isEqualTo(1008);
        assertThat(silent.readClose().closeReason()).isEqualTo("idle");
        poller.send("42/echo,[\"message\",1]");
        assertThat(poller.next()).isEqualTo("42/echo,[\"message-back\",1]");
    }

    @RepeatedTest(6)
    void shouldAnswerPollsDuringTheChange() {
        Poller poller = pollers.echo();
        WsClient client = probed(poller);
        assertThat(poller.poll().body()).isEqualTo("6");
        poller.send("42/echo,[\"message\",1]");
        assertThat(poller.poll().body()).isEqualTo("42/echo,[\"message-back\",1]");
        assertThat(poller.poll().body()).isEqualTo("6");
        client.sendText("5").sendText("42/echo,[\"message\",2]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",2]");
    }

    @RepeatedTest(6)
    void shouldCloseAWebSocketThatSaysSomethingElse() {
        Poller poller = pollers.echo();
        WsClient client = server.open(target(poller));
        client.sendText("42/echo,[\"message\",1]");
        assertThat(client.readClose().closeCode()).isEqualTo(1008);
        WsClient early = server.open(target(poller));
        early.sendText("5");
        assertThat(early.readClose().closeCode()).isEqualTo(1008);
        poller.send("42/echo,[\"message\",2]");
        assertThat(poller.next()).isEqualTo("42/echo,[\"message-back\",2]");
    }

    @RepeatedTest(6)
    void shouldGoOnWithTheHeartbeatWhereItWas() {
        Poller poller = pollers.echo();
        WsClient client = probed(poller);
        changed(client);
        client.sendText("3").sendText("1");
        assertThat(client.readClose().closeCode()).isEqualTo(1000);
        client.sendClose(1000, "");
        server.awaitSessions(0);
    }

    /** A WebSocket that was found to work; the client has not changed to it yet. */
    private static WsClient probed(Poller poller) {
        WsClient client = server.open(target(poller));
        client.sendText("2probe");
        assertThat(client.readText()).isEqualTo("3probe");
        return client;
    }

    /** Has the client change to its WebSocket, and waits until the session is there. */
    private static void changed(WsClient client) {
        client.sendText("5").sendText("42/echo,[\"message\",\"changed\"]");
        assertThat(client.readText()).isEqualTo("42/echo,[\"message-back\",\"changed\"]");
    }

    private static String target(Poller poller) {
        return EngineIoWebSocketTest.HANDSHAKE + "&sid=" + poller.sid();
    }

    @Test
    void shouldNotUpgradeToASessionThatIsNotThere() {
        int cores = 3;
        for (int core = 0; core < cores + 1; core++) {
            WsClient client = server.connect()
                    .send(WsClient.handshake(
                            EngineIoWebSocketTest.HANDSHAKE + "&sid=00000000-0000-4000-8000-000000000000." + core));
            assertThat(client.readHead().startsWith("HTTP/1.1 400")
                            || client.readClose().closeCode() == 1008)
                    .isTrue();
        }
        assertThat(Instances.metric(server.instance(), "carillon_bugs_total")).isZero();
    }
}
