package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class BatchErrorsTest {
    private static final String LOST = "Redis connection lost";

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(
                        "ERR [1] WRONGTYPE Operation against a key",
                        3,
                        Map.of(1, "Redis: WRONGTYPE Operation against a key")),
                Arguments.of(
                        "ERR [0] OOM command not allowed\nERR [2] ERR unknown command",
                        3,
                        Map.of(0, "Redis: OOM command not allowed", 2, "Redis: ERR unknown command")),
                Arguments.of("Batch failed:\nERR [0] LOADING\n", 1, Map.of(0, "Redis: LOADING")),
                Arguments.of("ERR [12] MISCONF no", 20, Map.of(12, "Redis: MISCONF no")),
                Arguments.of("ERR [0] CONNECTION_CLOSED\nERR [1] CONNECTION_CLOSED", 2, Map.of(0, LOST, 1, LOST)),
                Arguments.of("CONNECTION_CLOSED", 2, Map.of(0, LOST, 1, LOST)),
                Arguments.of("Connection is closed", 2, Map.of(0, LOST, 1, LOST)),
                Arguments.of(
                        "ERR [0] io.netty.channel.unix.Errors$NativeIoException: recvAddress(..) failed with error(-104)",
                        1,
                        Map.of(0, LOST)),
                Arguments.of("ERR [1] java.nio.channels.ClosedChannelException", 2, Map.of(1, LOST)),
                Arguments.of(
                        "ERR [0] unknown command 'A.B', with args",
                        1,
                        Map.of(0, "Redis: unknown command 'A.B', with args")),
                Arguments.of("Redis waiting queue is full", 1, Map.of(0, "Redis: Redis waiting queue is full")),
                Arguments.of("ERR [x] odd", 2, Map.of(0, "Redis: ERR [x] odd", 1, "Redis: ERR [x] odd")),
                Arguments.of("", 1, Map.of(0, "Redis: ")),
                Arguments.of(null, 2, Map.of(0, "Redis: null", 1, "Redis: null")));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldTellWhichCommandsFailed(String message, int size, Map<Integer, String> expected) {
        assertThat(BatchErrors.parse(message, size)).isEqualTo(expected);
    }
}
