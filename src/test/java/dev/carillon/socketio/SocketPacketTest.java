package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.socketio.SocketPacket.Type;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketPacketTest {
    /** Most are the protocol document's examples. */
    static Stream<Arguments> packets() {
        return Stream.of(
                row("0", Type.CONNECT, 0, "/", null, null),
                row("0/admin,", Type.CONNECT, 0, "/admin", null, null),
                row(
                        "0/admin,{\"token\":\"123\"}",
                        Type.CONNECT,
                        0,
                        "/admin",
                        null,
                        new JsonObject().put("token", "123")),
                row("1/admin,", Type.DISCONNECT, 0, "/admin", null, null),
                row("2[\"foo\"]", Type.EVENT, 0, "/", null, new JsonArray().add("foo")),
                row("2/admin,[\"bar\"]", Type.EVENT, 0, "/admin", null, new JsonArray().add("bar")),
                row("212[\"foo\"]", Type.EVENT, 0, "/", 12L, new JsonArray().add("foo")),
                row(
                        "2/a1,0[\"foo\",null]",
                        Type.EVENT,
                        0,
                        "/a1",
                        0L,
                        new JsonArray().add("foo").addNull()),
                row("3/admin,13[\"bar\"]", Type.ACK, 0, "/admin", 13L, new JsonArray().add("bar")),
                row("312[]", Type.ACK, 0, "/", 12L, new JsonArray()),
                row("51-[\"baz\",{\"_placeholder\":true,\"num\":0}]", Type.BINARY_EVENT, 1, "/", null, baz()),
                row(
                        "52-/admin,7[\"baz\",{\"_placeholder\":true,\"num\":0}]",
                        Type.BINARY_EVENT,
                        2,
                        "/admin",
                        7L,
                        baz()),
                row(
                        "61-/admin,456[\"baz\",{\"_placeholder\":true,\"num\":0}]",
                        Type.BINARY_ACK,
                        1,
                        "/admin",
                        456L,
                        baz()));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void shouldEncodeAndDecode(String text, SocketPacket packet) throws MalformedException {
        assertThat(packet.encode()).isEqualTo(text);
        assertThat(SocketPacket.decode(text)).isEqualTo(packet);
    }

    @Test
    void shouldDecodeANamespaceWithoutAComma() throws MalformedException {
        assertThat(SocketPacket.decode("0/custom").namespace()).isEqualTo("/custom");
        assertThat(SocketPacket.decode("1/custom").namespace()).isEqualTo("/custom");
    }

    @Test
    void shouldEncodeARefusal() {
        assertThat(SocketPacket.refused("/random", "Invalid namespace").encode())
                .isEqualTo("4/random,{\"message\":\"Invalid namespace\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "a",
                "9[]",
                "-",
                "0[]",
                "0\"x\"",
                "0nil",
                "0null",
                "1{}",
                "1[\"x\"]",
                "2",
                "2{}",
                "2[]",
                "2[null]",
                "2[{}]",
                "2\"x\"",
                "2[\"x\"",
                "2[\"x\"]]",
                "2[\"x\"] 1",
                "2[\"connect\"]",
                "2[\"connect_error\"]",
                "2[\"disconnect\"]",
                "2[\"disconnecting\"]",
                "2[\"newListener\"]",
                "2[\"removeListener\"]",
                "3",
                "3[]",
                "31{}",
                "4{}",
                "4",
                "5[\"x\"]",
                "5-[\"x\"]",
                "51[\"x\"]",
                "5x-[\"x\"]",
                "51",
                "6-1[]",
                "61-[]",
                "2/a",
                "2/a[\"x\"]",
                "21234567890123456[\"x\"]",
                "51234567890123456-[\"x\"]",
                "2/,"
            })
    void shouldRefuseWhatIsNoPacket(String text) {
        assertThatThrownBy(() -> SocketPacket.decode(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void shouldRefuseDataThatIsNestedWithoutEnd() {
        String deep = "2[\"x\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]";
        assertThatThrownBy(() -> SocketPacket.decode(deep)).isInstanceOf(MalformedException.class);
    }

    private static Arguments row(String text, Type type, int attachments, String namespace, Long id, Object data) {
        return Arguments.of(text, new SocketPacket(type, attachments, namespace, id, data));
    }

    private static JsonArray baz() {
        return new JsonArray()
                .add("baz")
                .add(new JsonObject().put("_placeholder", true).put("num", 0));
    }
}
