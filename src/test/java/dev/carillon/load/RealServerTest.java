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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Carillon itself under load: everything arrives, once, in order, in time. */
@ExtendWith(RedisExtension.class)
class RealServerTest {
    @RegisterExtension
    final Instances instances = new Instances();

    @Test
    void shouldAccountForEverySessionInAClosedLoop() throws InterruptedException {
        Result result = Loads.verified(
                "url", url(instances.start(), "/ws"), "clients", "300", "batch-size", "100", "batch-interval", "50ms");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("connected")).isEqualTo(300);
        assertThat(result.counter("responses")).isEqualTo(9000);
        assertThat(result.counter("expected")).isEqualTo(9000);
    }

    @Test
    void shouldAccountForEverySessionOnASchedule() throws InterruptedException {
        Result result = Loads.verified(
                "url",
                url(instances.start(), "/ws"),
                "clients",
                "100",
                "rate",
                "2000",
                "messages-per-client",
                "20",
                "schedule",
                "poisson");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("responses")).isEqualTo(2000);
    }

    @Test
    void shouldAccountForEveryChatMessageOverTwoInstances() throws InterruptedException {
        String urls = url(instances.start(), "/chat") + "," + url(instances.start(), "/chat");
        Result result = Loads.verified(
                "scenario", "chat", "url", urls, "clients", "200", "publishers", "4", "rate", "200", "duration", "2s");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("sent")).isEqualTo(400);
        assertThat(result.counter("received")).isEqualTo(80_000);
    }

    @Test
    void shouldHoldIdleClientsAndComeAndGo() throws InterruptedException {
        Instance instance = instances.start();
        Result idle =
                Loads.verified("scenario", "idle", "url", url(instance, "/ws"), "clients", "200", "duration", "500ms");
        assertThat(Judge.judge(idle).toString()).isEqualTo("passed");
        assertThat(idle.counters()).containsKey("ownHeapBytesPerClient");
        Result storm =
                Loads.verified("scenario", "connect", "url", url(instance, "/ws"), "rate", "200", "duration", "1s");
        assertThat(Judge.judge(storm).toString()).isEqualTo("passed");
        assertThat(storm.counter("connected")).isEqualTo(200);
        assertThat(storm.corrected().getTotalCount()).isEqualTo(200);
        Awaitility.await()
                .atMost(5, TimeUnit.SECONDS)
                .until(() -> Instances.metric(instance, "carillon_sessions_open") == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "http"})
    void shouldReachUsersOfTwoInstances(String way) throws InterruptedException {
        String[] unlimited = {"http.requestsPerMinute", "0"};
        Instance one = instances.start(unlimited);
        String urls = url(one, "/users") + "," + url(instances.start(unlimited), "/users");
        Result result = Loads.verified(
                "scenario",
                "users",
                "publish",
                way,
                "url",
                urls,
                "redis-url",
                RedisExtension.url(),
                "api-url",
                "http://127.0.0.1:" + Instances.port(one) + "/api/v1/users/{name}/messages",
                "clients",
                "50",
                "rate",
                "200",
                "duration",
                "1s");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
        assertThat(result.counter("received")).isEqualTo(200);
    }

    @Test
    void shouldEndWithTheSameBoardOnAllPages() throws InterruptedException {
        Instance instance = instances.start("http.requestsPerMinute", "0");
        Result result = Loads.verified(
                "scenario", "board", "url", url(instance, "/board"), "clients", "20", "rate", "100", "duration", "1s");
        assertThat(Judge.judge(result).toString()).isEqualTo("passed");
    }

    private static String url(Instance instance, String path) {
        return "ws://127.0.0.1:" + Instances.port(instance) + path;
    }
}
