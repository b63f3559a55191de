package dev.carillon.endpoint;

import dev.carillon.bus.Event;
import dev.carillon.bus.Gap;
import dev.carillon.bus.Position;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** How raw messages are sent to sessions that want more or less than the messages. Pure. */
final class Renderings {
    /** Messages as they were published, and nothing else. */
    static final Rendering PLAIN = new Rendering() {};

    /** Messages as they were published, and gap notices. */
    static final Rendering ANNOUNCING = new Rendering() {
        @Override
        public byte[] announced(Gap gap) {
            return GapNotice.text(gap);
        }
    };

    /** {@code {"type":"message","channel":…,"epoch":…,"offset":…,"text":…}}, and gap notices. */
    static final Rendering NUMBERED = new Rendering() {
        @Override
        public byte[] rendered(Event.Delivery published) {
            Position position = published.position();
            return new JsonObject()
                    .put("type", "message")
                    .put("channel", published.channel())
                    .put("epoch", position == null ? null : position.epoch())
                    .put("offset", position == null ? null : position.offset())
                    .put("text", new String(published.payload(), StandardCharsets.UTF_8))
                    .encode()
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] announced(Gap gap) {
            return GapNotice.text(gap);
        }
    };

    private Renderings() {}
}
