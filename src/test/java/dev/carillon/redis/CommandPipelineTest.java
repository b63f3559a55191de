package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.config.ConfigLoader;
import dev.carillon.testing.Instances;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands on a real connection to a real Redis, at times that the test chooses. */
final class CommandPipelineTest {
    private static final long TIMEOUT_NS = Duration.ofSeconds(5).toNanos();

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> useless = new LinkedBlockingQueue<>();
    private RedisServer redis;

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start();
    }

    @AfterEach
    void stop() {
        Instances.await(vertx.close());
        redis.close();
    }

    @Test
    void shouldAnswerInOrderWriteByWrite() throws InterruptedException {
        CommandPipeline pipeline = pipeline("redis.batchSize", "2");
        RedisConnection connection = connect();
        onLoop(() -> {
            for (int i = 0; i < 5; i++) {
                submit(pipeline, "" + i, 0);
            }
            pipeline.up(connection, 0);
        });
        for (int i = 0; i < 5; i++) {
            assertThat(reply()).isEqualTo(i + ": " + i);
        }
    }

    @Test
    void shouldRefuseWhatFindsTooManyWaiting() throws InterruptedException {
        CommandPipeline pipeline = pipeline("redis.maxWaiting", "2");
        onLoop(() -> {
            for (int i = 0; i < 3; i++) {
                submit(pipeline, "" + i, 0);
            }
        });
        assertThat(reply()).isEqualTo("2: Too many commands are waiting for Redis");
        RedisConnection connection = connect();
        onLoop(() -> pipeline.up(connection, 0));
        assertThat(reply()).isEqualTo("0: 0");
        assertThat(reply()).isEqualTo("1: 1");
    }

    @Test
    void shouldGiveUpWhatWaitedTooLongAndNothingElse() throws InterruptedException {
        CommandPipeline pipeline = pipeline();
        onLoop(() -> {
            submit(pipeline, "old", 0);
            submit(pipeline, "young", 2);
            pipeline.expire(TIMEOUT_NS - 1);
            pipeline.expire(TIMEOUT_NS + 1);
        });
        assertThat(reply()).isEqualTo("old: Redis operation timed out");
        RedisConnection connection = connect();
        onLoop(() -> pipeline.up(connection, TIMEOUT_NS + 1));
        assertThat(reply()).isEqualTo("young: young");
        assertThat(useless).isEmpty();
    }

    @Test
    void shouldGiveUpAConnectionThatDoesNotAnswer() throws InterruptedException {
        CommandPipeline pipeline = pipeline();
        RedisConnection connection = connect();
        redis.pause();
        onLoop(() -> {
            pipeline.up(connection, 0);
            submit(pipeline, "unanswered", 0);
            pipeline.send(0);
            pipeline.expire(TIMEOUT_NS - 1);
            assertThat(replies).isEmpty();
            pipeline.expire(TIMEOUT_NS);
        });
        assertThat(reply()).isEqualTo("unanswered: Redis operation timed out");
        assertThat(useless.poll(10, TimeUnit.SECONDS)).isEqualTo("no answer for 5000 ms");
        redis.resume();
    }

    @Test
    void shouldNotBlameAConnectionForCommandsThatWereOldWhenItCame() throws InterruptedException {
        CommandPipeline pipeline = pipeline();
        RedisConnection connection = connect();
        redis.pause();
        onLoop(() -> {
            submit(pipeline, "old", 0);
            submit(pipeline, "young", TIMEOUT_NS - 1);
            pipeline.up(connection, TIMEOUT_NS - 1);
            pipeline.expire(TIMEOUT_NS);
        });
        assertThat(reply()).isEqualTo("old: Redis operation timed out");
        onLoop(() -> submit(pipeline, "next", TIMEOUT_NS));
        redis.resume();
        assertThat(reply()).isEqualTo("young: young");
        assertThat(reply()).isEqualTo("next: next");
        assertThat(useless).isEmpty();
    }

    @Test
    void shouldKeepWhatWaitsForTheNextConnection() throws InterruptedException {
        CommandPipeline pipeline = pipeline("redis.batchSize", "1");
        RedisConnection connection = connect();
        redis.pause();
        onLoop(() -> {
            for (String text : new String[] {"lost", "kept", "kept too"}) {
                submit(pipeline, text, 0);
            }
            pipeline.up(connection, 0);
        });
        redis.kill();
        assertThat(reply()).isEqualTo("lost: Redis connection lost");
        assertThat(useless.poll(10, TimeUnit.SECONDS)).isEqualTo("Redis closed the connection");
        redis.startAgain();
        RedisConnection next = connect();
        onLoop(() -> {
            pipeline.down();
            pipeline.up(next, 0);
        });
        assertThat(reply()).isEqualTo("kept: kept");
        assertThat(reply()).isEqualTo("kept too: kept too");
    }

    @Test
    void shouldFailEverythingWhenItCloses() throws InterruptedException {
        CommandPipeline pipeline = pipeline("redis.batchSize", "1");
        RedisConnection connection = connect();
        redis.pause();
        onLoop(() -> {
            submit(pipeline, "running", 0);
            submit(pipeline, "waiting", 0);
            pipeline.up(connection, 0);
            assertThat(pipeline.size()).isEqualTo(2);
            pipeline.close();
            assertThat(pipeline.size()).isZero();
        });
        assertThat(reply()).isEqualTo("running: Redis connection lost");
        assertThat(reply()).isEqualTo("waiting: Redis connection lost");
        redis.resume();
    }

    private void submit(CommandPipeline pipeline, String text, long nowNs) {
        pipeline.submit(
                () -> Request.cmd(Command.ECHO).arg(text),
                (response, failure) -> replies.add(text + ": " + (failure == null ? response : failure)),
                nowNs);
    }

    private String reply() throws InterruptedException {
        return replies.poll(10, TimeUnit.SECONDS);
    }

    private CommandPipeline pipeline(String... settings) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        RedisMetrics metrics = new RedisMetrics(new SimpleMeterRegistry());
        return new CommandPipeline(ConfigLoader.of(values).redis(), metrics, useless::add);
    }

    private RedisConnection connect() {
        return Instances.await(Redis.createClient(vertx, redis.url()).connect()).exceptionHandler(broken -> {});
    }

    /** Runs on the event loop, to its end. */
    private void onLoop(Runnable action) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(start -> {
            try {
                action.run();
                done.complete();
            } catch (RuntimeException | AssertionError failure) {
                done.fail(failure);
            }
        });
        Instances.await(done.future());
    }
}
