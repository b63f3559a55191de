package dev.carillon.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.Instances;
import dev.carillon.testing.Ledger;
import dev.carillon.testing.RedisExtension;
import dev.carillon.testing.SharedInstance;
import dev.carillon.testing.WsClient;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thousand sessions come and go in all manners and leave nothing behind. */
@ExtendWith(RedisExtension.class)
final class ChurnTest {
    private static final int WAVES = 10;
    private static final int WAVE = 100;
    private static final int MAX_SESSIONS = 150;

    @RegisterExtension
    static final SharedInstance server =
            new SharedInstance("server.maxSessions", "" + MAX_SESSIONS, "redis.sweepInterval", "20ms");

    private final List<String> ids = new ArrayList<>();
    private Vertx vertx;
    private Redis redis;

    @BeforeEach
    void connect() {
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, RedisExtension.url());
    }

    @AfterEach
    void disconnect() {
        redis.close();
        Instances.await(vertx.close());
    }

    @Test
    void shouldLeaveNothingBehind() throws SocketException {
        double handlers = Instances.metric(server.instance(), "vertx_eventbus_handlers");
        for (int wave = 0; wave < WAVES; wave++) {
            churn();
            server.awaitSessions(0);
        }
        assertThat(Instances.metric(server.instance(), "carillon_sessions_opened_total"))
                .isEqualTo(WAVES * WAVE);
        assertThat(Instances.metric(server.instance(), "carillon_sessions_closed_total"))
                .isEqualTo(WAVES * WAVE);
        assertThat(Instances.metric(server.instance(), "vertx_eventbus_handlers"))
                .isEqualTo(handlers);
        assertThat(ids).hasSize(WAVES * WAVE / 2).doesNotHaveDuplicates();
        awaitNothingInRedis();
        Ledger.isBalanced(Instances.port(server.instance()));
        assertQuotaIsBack();
    }

    /** Half of the sessions say something, half close well, and the others are cut in two manners. */
    private void churn() throws SocketException {
        List<WsClient> clients = new ArrayList<>();
        for (int i = 0; i < WAVE; i++) {
            clients.add(server.open(i % 2 == 0 ? "/ws" : "/chat"));
        }
        for (int i = 0; i < WAVE; i++) {
            WsClient client = clients.get(i);
            if (i % 2 == 0) {
                ids.add(client.readText().replaceAll(".*\"sessionId\":\"([^\"]*)\".*", "$1"));
            }
            if (i % 4 < 2) {
                client.sendText("message");
            }
            if (i % 8 == 0) {
                assertThat(client.readText()).contains("\"messageCount\":1");
            }
            if (i % 3 == 0) {
                client.sendClose(1000, "").awaitEnd();
            } else {
                client.socket().setSoLinger(i % 3 == 1, 0);
            }
            client.close();
        }
    }

    private void awaitNothingInRedis() {
        Request keys = Request.cmd(Command.EXISTS);
        ids.forEach(id -> keys.arg("session:" + id));
        Request members = Request.cmd(Command.SCARD)
                .arg("carillon:sessions:" + server.instance().id());
        Awaitility.await("keys in Redis")
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> {
                    assertThat(Instances.await(redis.send(keys)).toInteger()).isZero();
                    assertThat(Instances.await(redis.send(members)).toInteger()).isZero();
                });
    }

    private void assertQuotaIsBack() {
        for (int i = 0; i < MAX_SESSIONS; i++) {
            server.open(i % 2 == 0 ? "/ws" : "/chat");
        }
        assertThat(server.connect().send(WsClient.handshake("/ws")).readHead()).startsWith("HTTP/1.1 503 ");
        assertThat(server.sessions()).isEqualTo(MAX_SESSIONS);
    }
}
