package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carillon.redis.RedisProbe.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {
    @Test
    void shouldAnswerFromStartToClose() throws IOException {
        int port = FreePort.next();
        EmbeddedRedis redis = EmbeddedRedis.start(port);
        assertThat(RedisProbe.ask(port)).isEqualTo(Answer.REDIS);
        redis.close();
        assertThat(RedisProbe.ask(port)).isEqualTo(Answer.NOBODY);
        assertThat(redis.watcher().isAlive()).isFalse();
        redis.close();
    }

    @Test
    void shouldEndInGoodOrderWhenClosed() throws IOException {
        EmbeddedRedis redis = EmbeddedRedis.start(FreePort.next());
        redis.close();
        assertThat(redis.watcher().exitValue()).isZero();
    }

    @Test
    void shouldKeepNothing() throws IOException {
        int port = FreePort.next();
        try (EmbeddedRedis redis = EmbeddedRedis.start(port)) {
            assertThat(redis.watcher().isAlive()).isTrue();
            assertThat(Resp.ask(port, "CONFIG", "GET", "save")).isEqualTo("*2 $4 save $0 ");
            assertThat(Resp.ask(port, "CONFIG", "GET", "appendonly")).isEqualTo("*2 $10 appendonly $2 no");
            assertThat(Resp.ask(port, "CONFIG", "GET", "bind")).isEqualTo("*2 $4 bind $9 127.0.0.1");
        }
    }

    @Test
    void shouldDieWhenThePipeCloses() throws IOException {
        int port = FreePort.next();
        try (EmbeddedRedis redis = EmbeddedRedis.start(port)) {
            List<ProcessHandle> processes =
                    redis.watcher().toHandle().descendants().toList();
            assertThat(processes).isNotEmpty();
            redis.watcher().getOutputStream().close();
            await().until(() -> RedisProbe.ask(port) == Answer.NOBODY);
            await().until(() -> !redis.watcher().isAlive() && processes.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void shouldLeaveNobodyToWatchARedisThatIsGone() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(FreePort.next())) {
            List<ProcessHandle> processes =
                    redis.watcher().toHandle().descendants().toList();
            processes.stream()
                    .filter(process -> process.info().command().orElse("").contains("redis-server"))
                    .forEach(ProcessHandle::destroy);
            await().until(() -> !redis.watcher().isAlive() && processes.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void shouldDieWithTheProcessThatStartedIt() throws Exception {
        int port = FreePort.next();
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        String.valueOf(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = owner.inputReader()) {
            assertThat(output.readLine()).isEqualTo("started");
            assertThat(RedisProbe.ask(port)).isEqualTo(Answer.REDIS);
        } finally {
            owner.destroyForcibly();
        }
        assertThat(owner.waitFor(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> RedisProbe.ask(port) == Answer.NOBODY);
    }

    /** A process that starts an embedded Redis and then does nothing. */
    static final class Owner {
        public static void main(String[] args) throws Exception {
            EmbeddedRedis redis = EmbeddedRedis.start(Integer.parseInt(args[0]));
            System.out.println("started");
            redis.watcher().waitFor();
        }
    }

    @Test
    void shouldBeOutOfReachOfTheTerminal() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid and /proc");
        try (EmbeddedRedis redis = EmbeddedRedis.start(FreePort.next())) {
            long mine = sessionOf(ProcessHandle.current().pid());
            assertThat(redis.watcher().descendants())
                    .isNotEmpty()
                    .allSatisfy(process -> assertThat(sessionOf(process.pid()))
                            .isEqualTo(redis.watcher().pid())
                            .isNotEqualTo(mine));
        }
    }

    @Test
    void shouldSayWhyItDidNotStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedRedis.start(port))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the embedded Redis did not start on 127.0.0.1:" + port)
                    .hasMessageContaining("Failed listening on port " + port);
        }
    }

    private static long sessionOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
