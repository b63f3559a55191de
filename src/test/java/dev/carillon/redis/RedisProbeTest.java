package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisProbeTest {
    @ParameterizedTest
    @CsvSource({
        "+PONG, REDIS",
        "-LOADING Redis is loading the dataset in memory, REDIS",
        "-ERR, REDIS",
        "-NOAUTH Authentication required., LOCKED_REDIS",
        "HTTP/1.1 400 Bad Request, STRANGER",
        "SSH-2.0-x, STRANGER",
        "+OK ready, STRANGER",
        "-, STRANGER",
        "'', STRANGER"
    })
    void shouldTellARedisByItsReply(String reply, RedisProbe.Answer answer) throws IOException {
        try (ServerSocket server = listen()) {
            Thread stranger = new Thread(() -> answer(server, reply + "\r\n"));
            stranger.start();
            assertThat(RedisProbe.ask(server.getLocalPort())).isEqualTo(answer);
        }
    }

    @Test
    void shouldNotWaitForOneThatSaysNothing() throws IOException {
        try (ServerSocket server = listen()) {
            long startNs = System.nanoTime();
            assertThat(RedisProbe.ask(server.getLocalPort())).isEqualTo(RedisProbe.Answer.STRANGER);
            assertThat((System.nanoTime() - startNs) / 1_000_000).isBetween(400L, 3000L);
        }
    }

    @Test
    void shouldNotTakeALongAnswerForARedis() throws IOException {
        try (ServerSocket server = listen()) {
            Thread stranger = new Thread(() -> answer(server, "+".repeat(1000)));
            stranger.start();
            assertThat(RedisProbe.ask(server.getLocalPort())).isEqualTo(RedisProbe.Answer.STRANGER);
        }
    }

    @Test
    void shouldFindNobody() throws IOException {
        assertThat(RedisProbe.ask(FreePort.next())).isEqualTo(RedisProbe.Answer.NOBODY);
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    private static void answer(ServerSocket server, String reply) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }
}
