package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.socketio.EnginePacket.Type;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnginePayloadTest {
    static Stream<Arguments> payloads() {
        return Stream.of(
                Arguments.of("4hello", List.of(EnginePacket.message("hello"))),
                Arguments.of("4", List.of(EnginePacket.message(""))),
                Arguments.of("0{}", List.of(EnginePacket.text(Type.OPEN, "{}"))),
                Arguments.of("2probe", List.of(EnginePacket.text(Type.PING, "probe"))),
                Arguments.of(
                        "4a\u001e1\u001e2\u001e3\u001e5\u001e6",
                        List.of(
                                EnginePacket.message("a"),
                                EnginePacket.CLOSE,
                                EnginePacket.PING,
                                EnginePacket.text(Type.PONG, ""),
                                EnginePacket.text(Type.UPGRADE, ""),
                                EnginePacket.NOOP)),
                Arguments.of(
                        "4hello\u001ebAQIDBA==",
                        List.of(EnginePacket.message("hello"), EnginePacket.message(bytes(1, 2, 3, 4)))),
                Arguments.of("b", List.of(EnginePacket.message(bytes()))),
                Arguments.of(
                        "4€ ☃ 😀\u001e4\u001d",
                        List.of(EnginePacket.message("€ ☃ 😀"), EnginePacket.message("\u001d"))));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void shouldEncodeAndDecode(String payload, List<EnginePacket> packets) throws MalformedException {
        assertThat(EnginePayload.encode(packets).toString()).isEqualTo(payload);
        assertThat(EnginePayload.decode(Buffer.buffer(payload))).isEqualTo(packets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\u001e", "4a\u001e", "\u001e4a", "7", "x", "-1", "b=", "bA", "b!!!!", "B", "4\u001eb\n"})
    void shouldRefuseWhatIsNoPayload(String payload) {
        assertThatThrownBy(() -> EnginePayload.decode(Buffer.buffer(payload))).isInstanceOf(MalformedException.class);
    }

    private static Buffer bytes(int... bytes) {
        Buffer buffer = Buffer.buffer();
        for (int each : bytes) {
            buffer.appendByte((byte) each);
        }
        return buffer;
    }
}
