package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttachmentsTest {
    private static final Buffer ONE = Buffer.buffer("one");
    private static final Buffer TWO = Buffer.buffer("two");

    @Test
    void shouldTakeBinaryDataOutAndPutItBack() throws MalformedException {
        JsonObject inner = new JsonObject();
        inner.getMap().put("b", TWO);
        JsonArray value = new JsonArray(new ArrayList<>(List.of("x", ONE, List.of(1, inner))));
        List<Buffer> taken = new ArrayList<>();
        Object out = Attachments.takeOut(value, taken);
        assertThat(Json.encode(out))
                .isEqualTo("[\"x\",{\"_placeholder\":true,\"num\":0},[1,{\"b\":{\"_placeholder\":true,\"num\":1}}]]");
        assertThat(taken).containsExactly(ONE, TWO);
        List<?> back = ((JsonArray) Attachments.putBack(out, taken)).getList();
        assertThat(back.get(1)).isSameAs(ONE);
        JsonArray nested = (JsonArray) back.get(2);
        assertThat(nested.getJsonObject(1).getMap().get("b")).isSameAs(TWO);
    }

    @Test
    void shouldLeaveWhatItIsGivenUnchanged() {
        JsonArray value = new JsonArray(new ArrayList<>(List.of(ONE)));
        Attachments.takeOut(value, new ArrayList<>());
        assertThat(value.getList().get(0)).isSameAs(ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_placeholder\":true}",
                "{\"_placeholder\":true,\"num\":1}",
                "{\"_placeholder\":true,\"num\":-1}",
                "{\"_placeholder\":true,\"num\":0.5}",
                "{\"_placeholder\":true,\"num\":\"0\"}",
                "{\"_placeholder\":true,\"num\":4294967296}"
            })
    void shouldRefuseAPlaceholderWithoutAnAttachment(String placeholder) {
        JsonArray value = new JsonArray("[" + placeholder + "]");
        assertThatThrownBy(() -> Attachments.putBack(value, List.of(ONE))).isInstanceOf(MalformedException.class);
    }

    @Test
    void shouldRefuseAnAttachmentThatIsUsedTwice() {
        JsonArray twice = new JsonArray("[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]");
        assertThatThrownBy(() -> Attachments.putBack(twice, List.of(ONE))).isInstanceOf(MalformedException.class);
    }

    @Test
    void shouldRefuseDataThatIsNestedTooDeeplyToBePassedOn() {
        JsonArray deep = new JsonArray("[".repeat(900) + "]".repeat(900));
        assertThatThrownBy(() -> Attachments.putBack(deep, List.of(ONE))).isInstanceOf(MalformedException.class);
    }
}
