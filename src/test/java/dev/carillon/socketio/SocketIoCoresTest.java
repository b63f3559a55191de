package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Instance;
import dev.carillon.testing.Clients;
import dev.carillon.testing.Instances;
import dev.carillon.testing.Ledger;
import dev.carillon.testing.RedisCli;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.WsClient;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions whose requests, or whose WebSocket, arrive at other cores than their own. */
@ExtendWith(RedisExtension.class)
final class SocketIoCoresTest {
    private static final int CHANGES = 12;
    private static final int READ_ON = 200;

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
    void shouldServeASessionOverEveryPortOfItsInstance() {
        Instance instance =
                instances.start("socketio.echo", "true", "server.ports", "3", "server.verticlesPerPort", "1");
        List<Integer> ports = instance.ports();
        port = ports.get(0);
        Poller poller = pollers.echo();
        for (int i = 0; i < 9; i++) {
            RawHttp poll = poller.via(ports.get(i % 3)).polling();
            poller.via(ports.get((i + 1) % 3)).send("42/echo,[\"message\"," + i + "]");
            assertThat(poll.answer().body()).isEqualTo("42/echo,[\"message-back\"," + i + "]");
        }
        poller.via(ports.get(1)).post("x");
        assertThat(poller.via(ports.get(2)).poll().body()).contains("Session ID unknown");
    }

    @Test
    void shouldEndASessionWhosePollBreaksOnAnotherCore() {
        Instance instance = instances.start("server.ports", "3", "server.verticlesPerPort", "1");
        for (int otherPort : instance.ports()) {
            port = instance.ports().get(0);
            Poller poller = pollers.open();
            assertThat(open(instance)).isEqualTo(1);
            poller.via(otherPort).polling().close();
            await().until(() -> open(instance) == 0);
        }
    }

    @Test
    void shouldNotKnowTheSessionsOfOtherInstances() {
        port = Instances.port(instances.start());
        Poller poller = pollers.open();
        poller.via(Instances.port(instances.start()));
        assertThat(poller.poll().body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        poller.via(port).send("40");
    }

    @Test
    void shouldEndPollsAndGivePlacesBackWhenAVerticleFails() {
        instances.expectBugs();
        Instance instance =
                instances.start("server.ports", "1", "server.verticlesPerPort", "1", "server.maxSessions", "1");
        port = Instances.port(instance);
        Poller poller = pollers.open();
        RawHttp poll = poller.polling();
        Instances.post(instance.managementPort(), "/crash/0");
        assertThat(poll.answer().body()).isIn("1", "{\"code\":1,\"message\":\"Session ID unknown\"}");
        await().ignoreExceptions()
                .until(() -> RawHttp.get(port, Poller.HANDSHAKE).status() == 200);
        assertThat(poller.poll().body()).contains("Session ID unknown");
    }

    @Test
    void shouldEndPollsWhenTheInstanceStops() {
        Instance instance = instances.start("server.verticlesPerPort", "3");
        port = Instances.port(instance);
        List<RawHttp> polls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Poller poller = Poller.open(port);
            poller.connect("");
            polls.add(poller.polling());
        }
        await().until(() -> Instances.metric(instance, "vertx_http_server_active_requests") >= 6);
        instances.stop(instance);
        assertThat(polls).allSatisfy(poll -> assertThat(poll.answer().body()).isEqualTo("1"));
    }

    @Test
    void shouldFindAndCloseSessionsThatAreLookedFor() {
        Instance instance = instances.start("server.verticlesPerPort", "3");
        port = Instances.port(instance);
        Poller polling = pollers.connect("");
        Poller changed = pollers.connect("");
        WsClient client = probed(port, changed);
        client.sendText("5").sendText("421[\"nonsense\"]");
        assertThat(client.readText()).startsWith("42[\"error\"");
        assertThat(client.readText()).startsWith("431[");
        seek(polling.sid(), false);
        assertThat(polling.post("3").body()).isEqualTo("ok");
        seek(polling.sid(), true);
        await().until(() -> polling.post("3").status() == 400);
        seek(changed.sid(), true);
        assertThat(client.readClose().closeReason()).isEqualTo("api");
    }

    @Test
    void shouldAnswerWhatIsOwedBeforeASessionMoves() {
        port = Instances.port(instances.start("server.verticlesPerPort", "2"));
        for (int i = 0; i < 4; i++) {
            Poller poller = pollers.connect("");
            WsClient client;
            try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
                redis.call("CLIENT", "PAUSE", "4000", "WRITE");
                poller.send("42" + i + "[\"checkbox-update\",{\"index\":1,\"value\":true}]");
                client = probed(port, poller);
                client.sendText("5").sendText("42[\"nonsense\"]");
                redis.call("CLIENT", "UNPAUSE");
            }
            String ack = "43" + i + "[{\"version\":";
            // The tick itself comes by the other link to Redis, sooner or later
            List<String> got = new ArrayList<>(List.of(client.readText(), client.readText(), client.readText()));
            assertThat(got)
                    .filteredOn(text -> text.startsWith("42[\"checkbox-update\","))
                    .hasSize(1);
            got.removeIf(text -> text.startsWith("42[\"checkbox-update\","));
            assertThat(got.get(0)).startsWith(ack);
            assertThat(got.get(1)).startsWith("42[\"error\",");
        }
    }

    /** The stream is published by one connection, so that there is one order; a client sees each number once. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "3, 1"})
    void shouldLoseDoubleAndReorderNothingWhileSessionsChangeTransport(int ports, int verticlesPerPort)
            throws Exception {
        Instance instance = instances.start(
                "server.ports",
                String.valueOf(ports),
                "server.verticlesPerPort",
                String.valueOf(verticlesPerPort),
                "socketio.maxPendingBytes",
                "10000000");
        port = Instances.port(instance);
        CountDownLatch enough = new CountDownLatch(1);
        CompletableFuture<Void> stream = CompletableFuture.runAsync(() -> publish(enough));
        try {
            for (int i = 0; i < CHANGES; i++) {
                change(instance.ports().get(i % ports), instance.ports().get((i + 1) % ports));
            }
        } finally {
            enough.countDown();
            stream.get();
        }
        await().until(() -> open(instance) == 0);
        Ledger.isBalanced(port);
    }

    private void change(int pollingPort, int socketPort) {
        Poller poller = pollers.connect(pollingPort, "");
        long next = number(poller.next());
        for (int i = 0; i < READ_ON; i++) {
            assertThat(number(poller.next())).isEqualTo(++next);
        }
        WsClient client = probed(socketPort, poller);
        String packet = poller.next();
        while (!packet.equals("6")) {
            assertThat(number(packet)).isEqualTo(++next);
            packet = poller.fetched() ? "6" : poller.next();
        }
        client.sendText("5");
        for (int i = 0; i < READ_ON; i++) {
            assertThat(number(client.readText())).isEqualTo(++next);
        }
        client.close();
    }

    private static void publish(CountDownLatch enough) {
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            for (long i = 0; enough.getCount() > 0; i++) {
                redis.call("PUBLISH", "server:broker", "{\"event\":\"n\",\"data\":" + i + "}");
            }
        }
    }

    private static long number(String packet) {
        assertThat(packet).startsWith("42[\"n\",").endsWith("]");
        return Long.parseLong(packet.substring(7, packet.length() - 1));
    }

    private WsClient probed(int onPort, Poller poller) {
        WsClient client = clients.open(onPort, EngineIoWebSocketTest.HANDSHAKE + "&sid=" + poller.sid());
        client.sendText("2probe");
        assertThat(client.readText()).isEqualTo("3probe");
        return client;
    }

    private static void seek(String sid, boolean close) {
        JsonObject question = new JsonObject()
                .put("search", 1)
                .put("from", "test")
                .put("session", sid.substring(0, 36))
                .put("close", close);
        try (RedisCli redis = RedisCli.open(RedisExtension.url())) {
            redis.call("PUBLISH", "carillon:control", question.encode());
        }
    }

    private static double open(Instance instance) {
        return Instances.metric(instance, "carillon_sessions_open", "endpoint", "socketio");
    }
}
