package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.config.ConfigLoader;
import dev.carillon.redis.RedisChoice.Kind;
import dev.carillon.redis.RedisProbe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LocalRedisTest {
    @Test
    void shouldTakeTheConfiguredOneUnasked() throws IOException {
        RedisSettings settings = ConfigLoader.of(Map.of("redis.url", "redis://bob:hunter2@host.invalid"))
                .redis();
        try (RedisChoice choice = LocalRedis.choose(settings)) {
            assertThat(choice.kind()).isEqualTo(Kind.CONFIGURED);
            assertThat(choice.url()).isEqualTo("redis://bob:hunter2@host.invalid");
            assertThat(choice.describe()).isEqualTo("Redis at redis://bob:****@host.invalid, as configured");
            assertThat(choice.toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void shouldStartOneWhereThereIsNone() throws IOException {
        int port = FreePort.next();
        try (RedisChoice choice = LocalRedis.choose(settings(port))) {
            assertThat(choice.kind()).isEqualTo(Kind.EMBEDDED);
            assertThat(choice.url()).isEqualTo("redis://127.0.0.1:" + port);
            assertThat(choice.describe())
                    .isEqualTo("embedded Redis at redis://127.0.0.1:" + port
                            + ", in memory: nothing is kept when this process stops");
            assertThat(RedisProbe.ask(port)).isEqualTo(Answer.REDIS);
        }
        assertThat(RedisProbe.ask(port)).isEqualTo(Answer.NOBODY);
    }

    @Test
    void shouldUseTheOneThatIsThereAndLeaveItRunning() throws IOException {
        int port = FreePort.next();
        try (RedisChoice first = LocalRedis.choose(settings(port))) {
            try (RedisChoice second = LocalRedis.choose(settings(port))) {
                assertThat(second.kind()).isEqualTo(Kind.FOUND);
                assertThat(second.url()).isEqualTo(first.url());
                assertThat(second.describe())
                        .isEqualTo("Redis at redis://127.0.0.1:" + port + ", found running on this machine");
            }
            assertThat(RedisProbe.ask(port)).isEqualTo(Answer.REDIS);
        }
    }

    @Test
    void shouldShareOneWhenTwoChooseAtTheSameMoment() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            int port = FreePort.next();
            Callable<RedisChoice> choose = () -> LocalRedis.choose(settings(port));
            List<Future<RedisChoice>> choices = threads.invokeAll(List.of(choose, choose));
            try (RedisChoice one = choices.get(0).get();
                    RedisChoice other = choices.get(1).get()) {
                assertThat(List.of(one.kind(), other.kind())).containsExactlyInAnyOrder(Kind.EMBEDDED, Kind.FOUND);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldNameThePortThatSomethingElseTook() throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int port = stranger.getLocalPort();
            assertThatThrownBy(() -> LocalRedis.choose(settings(port)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "port " + port + " on 127.0.0.1 is taken by something that does not answer like Redis")
                    .hasMessageContainingAll("redis.url (REDIS_URL)", "redis.localPort (CARILLON_REDIS_LOCAL_PORT)");
        }
    }

    @Test
    void shouldAskForThePasswordOfALockedOne() throws IOException {
        int port = FreePort.next();
        try (EmbeddedRedis redis = EmbeddedRedis.start(port)) {
            assertThat(redis.watcher().isAlive()).isTrue();
            assertThat(Resp.ask(port, "CONFIG", "SET", "requirepass", "hunter2"))
                    .isEqualTo("+OK");
            assertThatThrownBy(() -> LocalRedis.choose(settings(port)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("wants a password: set redis.url (REDIS_URL)");
        }
    }

    private static RedisSettings settings(int port) {
        return ConfigLoader.of(Map.of("redis.localPort", String.valueOf(port))).redis();
    }
}
