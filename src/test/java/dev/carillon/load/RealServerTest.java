package dev.carillon.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import dev.carillon.testing.Instances;
import dev.carillon.testing.RedisExtension;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Carillon itself under load: everything arrives, once, in order, in time. */
@ExtendWith(RedisExtension.class)
class RealServerTest {
    @RegisterExtension
    final Instances instances = new Instances();

    @Test
    void shouldAccountForEverySessionInAClosedLoop() throws InterruptedException {
        Result result = Loads.run(
                "url",
                url(instances.start(), "/ws"),
                "clients",
                "300",
                "batch-size",
                "100",
                "batch-interval",
                "50ms",
                "verify",
                "true",
                "max-lag",
                "10s",
                "max-cpu",
                "10");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("connected")).isEqualTo(300);
        assertThat(result.counter("responses")).isEqualTo(9000);
        assertThat(result.counter("expected")).isEqualTo(9000);
    }

    @Test
    void shouldAccountForEverySessionOnASchedule() throws InterruptedException {
        Result result = Loads.run(
                "url",
                url(instances.start(), "/ws"),
                "clients",
                "100",
                "rate",
                "2000",
                "messages-per-client",
                "20",
                "schedule",
                "poisson",
                "verify",
                "true",
                "max-lag",
                "10s",
                "max-cpu",
                "10");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("responses")).isEqualTo(2000);
    }

    @Test
    void shouldAccountForEveryChatMessageOverTwoInstances() throws InterruptedException {
        String urls = url(instances.start(), "/chat") + "," + url(instances.start(), "/chat");
        Result result = Loads.run(
                "scenario",
                "chat",
                "url",
                urls,
                "clients",
                "200",
                "publishers",
                "4",
                "rate",
                "200",
                "duration",
                "2s",
                "verify",
                "true",
                "max-lag",
                "10s",
                "max-cpu",
                "10");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("sent")).isEqualTo(400);
        assertThat(result.counter("received")).isEqualTo(80_000);
    }

    @Test
    void shouldHoldIdleClientsAndComeAndGo() throws InterruptedException {
        Instance instance = instances.start();
        Result idle = Loads.run(
                "scenario",
                "idle",
                "url",
                url(instance, "/ws"),
                "clients",
                "200",
                "duration",
                "500ms",
                "verify",
                "true",
                "max-lag",
                "10s",
                "max-cpu",
                "10");
        assertThat(Judge.judge(idle).toString()).isEqualTo("passed");
        assertThat(idle.counters()).containsKey("ownHeapBytesPerClient");
        Result storm = Loads.run(
                "scenario",
                "connect",
                "url",
                url(instance, "/ws"),
                "rate",
                "200",
                "duration",
                "1s",
                "verify",
                "true",
                "max-lag",
                "10s",
                "max-cpu",
                "10");
        assertThat(Judge.judge(storm).toString()).isEqualTo("passed");
        assertThat(storm.counter("connected")).isEqualTo(200);
        assertThat(storm.corrected().getTotalCount()).isEqualTo(200);
        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .until(() -> Instances.metric(instance, "carillon_sessions_open") == 0);
    }

    @Test
    void shouldReachUsersThroughRedis() throws InterruptedException {
        try (TargetServer server = TargetServer.start().hearing(RedisExtension.url())) {
            Result result = Loads.run(
                    "scenario",
                    "users",
                    "url",
                    server.url("/users"),
                    "redis-url",
                    RedisExtension.url(),
                    "clients",
                    "50",
                    "rate",
                    "500",
                    "duration",
                    "1s",
                    "verify",
                    "true",
                    "max-lag",
                    "10s",
                    "max-cpu",
                    "10");
            assertThat(Judge.judge(result).toString()).isEqualTo("passed");
            assertThat(result.counter("received")).isEqualTo(500);
        }
    }

    private static String url(Instance instance, String path) {
        return "ws://127.0.0.1:" + Instances.port(instance) + path;
    }
}
