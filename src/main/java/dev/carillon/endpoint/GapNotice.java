package dev.carillon.endpoint;

import dev.carillon.bus.Gap;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** How clients are told that messages are missing. Pure. */
public final class GapNotice {
    private GapNotice() {}

    /** {@code {"channel":…,"from":…,"to":…,"reason":…}}. */
    private static JsonObject json(Gap gap) {
        return new JsonObject()
                .put("channel", gap.channel())
                .put("from", gap.from())
                .put("to", gap.to())
                .put("reason", gap.reason().label());
    }

    /** As an event: {@code {"event":"gap","data":{"channel":…,"from":…,"to":…,"reason":…}}}. */
    public static byte[] event(Gap gap) {
        return new PublishedEvent("gap", json(gap)).encode();
    }

    /** {@code {"type":"gap","channel":…,"from":…,"to":…,"reason":…}}. */
    static byte[] text(Gap gap) {
        return new JsonObject().put("type", "gap").mergeIn(json(gap)).encode().getBytes(StandardCharsets.UTF_8);
    }
}
