package dev.carillon.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublishedEventTest {
    private static final Buffer BYTES = Buffer.buffer(new byte[] {1, 127, (byte) 128, (byte) 255});
    private static final String IN_JSON = "{\"type\":\"Buffer\",\"data\":[1,127,128,255]}";

    @Test
    void shouldPublishBinaryDataAsNodeDoes() {
        assertThat(encoded(BYTES)).isEqualTo("{\"event\":\"e\",\"data\":" + IN_JSON + "}");
        JsonObject inner = new JsonObject().put("n", 1);
        inner.getMap().put("b", BYTES);
        JsonArray data = new JsonArray(new ArrayList<>(Arrays.asList("x", null, inner, List.of(BYTES))));
        assertThat(encoded(data))
                .isEqualTo("{\"event\":\"e\",\"data\":[\"x\",null,{\"n\":1,\"b\":" + IN_JSON + "},[" + IN_JSON + "]]}");
    }

    @Test
    void shouldPublishHalfACharacterAsAQuestionMark() {
        assertThat(encoded("\ud83d")).isEqualTo("{\"event\":\"e\",\"data\":\"?\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "[]", "{}", "null", "1", "{\"event\":1,\"data\":1}", "{\"event\":\"e\"}", "{\"event\":"
            })
    void shouldSeeThatAMessageIsNoEvent(String message) {
        assertThat(PublishedEvent.parse(message.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static String encoded(Object data) {
        return new String(new PublishedEvent("e", data).encode(), StandardCharsets.UTF_8);
    }
}
