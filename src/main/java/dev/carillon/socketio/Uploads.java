package dev.carillon.socketio;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Request bodies that are on their way, with a bound on their size and on the time they take. Confined to the event loop of its core. */
final class Uploads {
    private final int maxBytes;
    private final long timeoutNs;

    // Touched only on this core's event loop; in the order of their deadlines, as all may take equally long
    private final Map<HttpServerRequest, Long> deadlinesNs = new LinkedHashMap<>();

    Uploads(int maxBytes, Duration timeout) {
        this.maxBytes = maxBytes;
        this.timeoutNs = timeout.toNanos();
    }

    /**
     * Takes a request's body.
     *
     * @param whole gets it when it is complete
     * @param tooLarge called once, and {@code whole} not, when it is larger than allowed; the rest of it is thrown away
     */
    void receive(HttpServerRequest request, Consumer<Buffer> whole, Runnable tooLarge) {
        deadlinesNs.put(request, System.nanoTime() + timeoutNs);
        Body body = new Body(tooLarge);
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && Long.parseLong(declared) > maxBytes) {
            body.refuse();
        }
        request.handler(body::add)
                .exceptionHandler(broken -> deadlinesNs.remove(request))
                .endHandler(end -> {
                    deadlinesNs.remove(request);
                    if (!body.refused) {
                        whole.accept(body.bytes);
                    }
                });
    }

    /** Closes the connections of those that took too long. */
    void look(long nowNs) {
        List<HttpServerRequest> late = new ArrayList<>();
        for (Map.Entry<HttpServerRequest, Long> entry : deadlinesNs.entrySet()) {
            if (nowNs - entry.getValue() < 0) {
                break;
            }
            late.add(entry.getKey());
        }
        for (HttpServerRequest request : late) {
            deadlinesNs.remove(request);
            request.connection().close();
        }
    }

    /** What has come of one body. */
    private final class Body {
        private final Runnable tooLarge;
        private Buffer bytes = Buffer.buffer();
        private boolean refused;

        Body(Runnable tooLarge) {
            this.tooLarge = tooLarge;
        }

        void add(Buffer chunk) {
            if (!refused && bytes.length() + chunk.length() > maxBytes) {
                refuse();
            } else if (!refused) {
                bytes.appendBuffer(chunk);
            }
        }

        void refuse() {
            refused = true;
            bytes = Buffer.buffer();
            tooLarge.run();
        }
    }
}
